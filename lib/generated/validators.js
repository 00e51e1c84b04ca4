// Generated from schemas/ by `npm run generate`. Do not edit.
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

// node_modules/ajv/dist/runtime/ucs2length.js
var require_ucs2length = __commonJS({
  "node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    function ucs2length(str) {
      const len = str.length;
      let length = 0;
      let pos = 0;
      let value;
      while (pos < len) {
        length++;
        value = str.charCodeAt(pos++);
        if (value >= 55296 && value <= 56319 && pos < len) {
          value = str.charCodeAt(pos);
          if ((value & 64512) === 56320)
            pos++;
        }
      }
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// <stdin>
var traceId = validate21;
var pattern4 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._:@=+/-]{0,127}$", "u");
function validate21(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate21.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (typeof data === "string") {
    if (!pattern4.test(data)) {
      const err0 = { instancePath, schemaPath: "#/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9._:@=+/-]{0,127}$" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "string" } };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate21.errors = vErrors;
  return errors === 0;
}
validate21.evaluated = { "dynamicProps": false, "dynamicItems": false };
var decision = validate22;
var func0 = require_ucs2length().default;
function validate22(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate22.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (typeof data === "string") {
    if (func0(data) > 64) {
      const err0 = { instancePath, schemaPath: "#/maxLength", keyword: "maxLength", params: { limit: 64 } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (func0(data) < 1) {
      const err1 = { instancePath, schemaPath: "#/minLength", keyword: "minLength", params: { limit: 1 } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
  } else {
    const err2 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "string" } };
    if (vErrors === null) {
      vErrors = [err2];
    } else {
      vErrors.push(err2);
    }
    errors++;
  }
  validate22.errors = vErrors;
  return errors === 0;
}
validate22.evaluated = { "dynamicProps": false, "dynamicItems": false };
var envelope = validate23;
var schema32 = { "description": "The whole request if its decision is `workflow`. A payload that is absent, null or an empty object is allowed here: it has an error code of its own.", "type": "object", "additionalProperties": false, "properties": { "trace_id": true, "decision": true, "dry_run": { "description": "`true` asks what would happen: everything up to the store is checked, and nothing is executed, stored or reserved.", "type": "boolean" }, "data": { "type": ["object", "null"], "additionalProperties": false, "required": ["workflow_type"], "properties": { "workflow_type": { "const": "workflow" }, "payload": { "type": ["object", "null"] } } } } };
function validate23(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate23.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === "trace_id" || key0 === "decision" || key0 === "dry_run" || key0 === "data")) {
        const err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 } };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.dry_run !== void 0) {
      if (typeof data.dry_run !== "boolean") {
        const err1 = { instancePath: instancePath + "/dry_run", schemaPath: "#/properties/dry_run/type", keyword: "type", params: { type: "boolean" } };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.data !== void 0) {
      let data1 = data.data;
      if (!(data1 && typeof data1 == "object" && !Array.isArray(data1)) && data1 !== null) {
        const err2 = { instancePath: instancePath + "/data", schemaPath: "#/properties/data/type", keyword: "type", params: { type: schema32.properties.data.type } };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        if (data1.workflow_type === void 0) {
          const err3 = { instancePath: instancePath + "/data", schemaPath: "#/properties/data/required", keyword: "required", params: { missingProperty: "workflow_type" } };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        for (const key1 in data1) {
          if (!(key1 === "workflow_type" || key1 === "payload")) {
            const err4 = { instancePath: instancePath + "/data", schemaPath: "#/properties/data/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 } };
            if (vErrors === null) {
              vErrors = [err4];
            } else {
              vErrors.push(err4);
            }
            errors++;
          }
        }
        if (data1.workflow_type !== void 0) {
          if ("workflow" !== data1.workflow_type) {
            const err5 = { instancePath: instancePath + "/data/workflow_type", schemaPath: "#/properties/data/properties/workflow_type/const", keyword: "const", params: { allowedValue: "workflow" } };
            if (vErrors === null) {
              vErrors = [err5];
            } else {
              vErrors.push(err5);
            }
            errors++;
          }
        }
        if (data1.payload !== void 0) {
          let data3 = data1.payload;
          if (!(data3 && typeof data3 == "object" && !Array.isArray(data3)) && data3 !== null) {
            const err6 = { instancePath: instancePath + "/data/payload", schemaPath: "#/properties/data/properties/payload/type", keyword: "type", params: { type: schema32.properties.data.properties.payload.type } };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
      }
    }
  } else {
    const err7 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err7];
    } else {
      vErrors.push(err7);
    }
    errors++;
  }
  validate23.errors = vErrors;
  return errors === 0;
}
validate23.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var environment = validate24;
var schema38 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "config.schema.json", "title": "Environment", "description": "The environment variables of the function. A variable set to the empty string counts as not set.", "type": "object", "required": ["EXECUTIONS_TABLE", "TOPICS_TABLE"], "properties": { "SERVICE_NAME": { "type": "string", "description": "`service` of every log line.", "default": "workflow-executor" }, "STAGE": { "type": "string", "description": "`stage` of every log line.", "default": "local" }, "SERVICE_VERSION": { "type": "string", "description": "`version` of every log line.", "default": "0.0.0" }, "LOG_LEVEL": { "enum": ["DEBUG", "INFO", "WARN", "ERROR"], "description": "Lines below this level are not written; no variable of a library changes that.", "default": "INFO" }, "EXECUTIONS_TABLE": { "type": "string", "pattern": "^[A-Za-z0-9_.-]{3,255}$", "x-pattern-message": "must be the name of a DynamoDB table", "description": "Table of executions, keyed by `trace_id`." }, "TOPICS_TABLE": { "type": "string", "pattern": "^[A-Za-z0-9_.-]{3,255}$", "x-pattern-message": "must be the name of a DynamoDB table", "description": "Table of the operator's topics, keyed by `topic`." }, "DEFAULT_TIMEZONE": { "type": "string", "description": "IANA name of the time zone of a time that has neither an offset nor a `timezone`.", "default": "UTC" }, "RETENTION_DAYS": { "type": "string", "pattern": "^[1-9][0-9]{0,4}$", "x-pattern-message": "must be a whole number of days from 1 to 99999", "description": "Days after which an execution counts as absent; of a reminder that is delivered, days after its delivery. Without it: never." }, "REMINDER_DELIVERY": { "enum": ["sns", "log", "webhook"], "description": "How a reminder of `eventbridge` is handed over when it is due; `npm start` uses `log`.", "default": "sns" }, "REMINDER_TOPIC_ARN": { "type": "string", "pattern": "^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", "x-pattern-message": "must be the ARN of an SNS topic, of the standard kind", "description": "Required with `sns`: SNS topic to which a due reminder is published." }, "TASK_ADAPTER": { "enum": ["record", "webhook", "caldav"], "description": "The adapter that carries out a task.", "default": "record" }, "REMINDER_ADAPTER": { "enum": ["eventbridge", "webhook", "caldav"], "description": "The adapter that carries out a reminder.", "default": "eventbridge" }, "MEETING_ADAPTER": { "enum": ["mock", "webhook", "caldav", "google"], "description": "The adapter that carries out a meeting.", "default": "mock" } } };
var pattern6 = new RegExp("^[A-Za-z0-9_.-]{3,255}$", "u");
var pattern8 = new RegExp("^[1-9][0-9]{0,4}$", "u");
var pattern9 = new RegExp("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", "u");
function validate24(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate24.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.EXECUTIONS_TABLE === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "EXECUTIONS_TABLE" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.TOPICS_TABLE === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "TOPICS_TABLE" } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.SERVICE_NAME !== void 0) {
      if (typeof data.SERVICE_NAME !== "string") {
        const err2 = { instancePath: instancePath + "/SERVICE_NAME", schemaPath: "#/properties/SERVICE_NAME/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.STAGE !== void 0) {
      if (typeof data.STAGE !== "string") {
        const err3 = { instancePath: instancePath + "/STAGE", schemaPath: "#/properties/STAGE/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.SERVICE_VERSION !== void 0) {
      if (typeof data.SERVICE_VERSION !== "string") {
        const err4 = { instancePath: instancePath + "/SERVICE_VERSION", schemaPath: "#/properties/SERVICE_VERSION/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.LOG_LEVEL !== void 0) {
      let data3 = data.LOG_LEVEL;
      if (!(data3 === "DEBUG" || data3 === "INFO" || data3 === "WARN" || data3 === "ERROR")) {
        const err5 = { instancePath: instancePath + "/LOG_LEVEL", schemaPath: "#/properties/LOG_LEVEL/enum", keyword: "enum", params: { allowedValues: schema38.properties.LOG_LEVEL.enum } };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.EXECUTIONS_TABLE !== void 0) {
      let data4 = data.EXECUTIONS_TABLE;
      if (typeof data4 === "string") {
        if (!pattern6.test(data4)) {
          const err6 = { instancePath: instancePath + "/EXECUTIONS_TABLE", schemaPath: "#/properties/EXECUTIONS_TABLE/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_.-]{3,255}$" } };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      } else {
        const err7 = { instancePath: instancePath + "/EXECUTIONS_TABLE", schemaPath: "#/properties/EXECUTIONS_TABLE/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.TOPICS_TABLE !== void 0) {
      let data5 = data.TOPICS_TABLE;
      if (typeof data5 === "string") {
        if (!pattern6.test(data5)) {
          const err8 = { instancePath: instancePath + "/TOPICS_TABLE", schemaPath: "#/properties/TOPICS_TABLE/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_.-]{3,255}$" } };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      } else {
        const err9 = { instancePath: instancePath + "/TOPICS_TABLE", schemaPath: "#/properties/TOPICS_TABLE/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.DEFAULT_TIMEZONE !== void 0) {
      if (typeof data.DEFAULT_TIMEZONE !== "string") {
        const err10 = { instancePath: instancePath + "/DEFAULT_TIMEZONE", schemaPath: "#/properties/DEFAULT_TIMEZONE/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.RETENTION_DAYS !== void 0) {
      let data7 = data.RETENTION_DAYS;
      if (typeof data7 === "string") {
        if (!pattern8.test(data7)) {
          const err11 = { instancePath: instancePath + "/RETENTION_DAYS", schemaPath: "#/properties/RETENTION_DAYS/pattern", keyword: "pattern", params: { pattern: "^[1-9][0-9]{0,4}$" } };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      } else {
        const err12 = { instancePath: instancePath + "/RETENTION_DAYS", schemaPath: "#/properties/RETENTION_DAYS/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
    if (data.REMINDER_DELIVERY !== void 0) {
      let data8 = data.REMINDER_DELIVERY;
      if (!(data8 === "sns" || data8 === "log" || data8 === "webhook")) {
        const err13 = { instancePath: instancePath + "/REMINDER_DELIVERY", schemaPath: "#/properties/REMINDER_DELIVERY/enum", keyword: "enum", params: { allowedValues: schema38.properties.REMINDER_DELIVERY.enum } };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
    if (data.REMINDER_TOPIC_ARN !== void 0) {
      let data9 = data.REMINDER_TOPIC_ARN;
      if (typeof data9 === "string") {
        if (!pattern9.test(data9)) {
          const err14 = { instancePath: instancePath + "/REMINDER_TOPIC_ARN", schemaPath: "#/properties/REMINDER_TOPIC_ARN/pattern", keyword: "pattern", params: { pattern: "^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$" } };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
      } else {
        const err15 = { instancePath: instancePath + "/REMINDER_TOPIC_ARN", schemaPath: "#/properties/REMINDER_TOPIC_ARN/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
    }
    if (data.TASK_ADAPTER !== void 0) {
      let data10 = data.TASK_ADAPTER;
      if (!(data10 === "record" || data10 === "webhook" || data10 === "caldav")) {
        const err16 = { instancePath: instancePath + "/TASK_ADAPTER", schemaPath: "#/properties/TASK_ADAPTER/enum", keyword: "enum", params: { allowedValues: schema38.properties.TASK_ADAPTER.enum } };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
    }
    if (data.REMINDER_ADAPTER !== void 0) {
      let data11 = data.REMINDER_ADAPTER;
      if (!(data11 === "eventbridge" || data11 === "webhook" || data11 === "caldav")) {
        const err17 = { instancePath: instancePath + "/REMINDER_ADAPTER", schemaPath: "#/properties/REMINDER_ADAPTER/enum", keyword: "enum", params: { allowedValues: schema38.properties.REMINDER_ADAPTER.enum } };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.MEETING_ADAPTER !== void 0) {
      let data12 = data.MEETING_ADAPTER;
      if (!(data12 === "mock" || data12 === "webhook" || data12 === "caldav" || data12 === "google")) {
        const err18 = { instancePath: instancePath + "/MEETING_ADAPTER", schemaPath: "#/properties/MEETING_ADAPTER/enum", keyword: "enum", params: { allowedValues: schema38.properties.MEETING_ADAPTER.enum } };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
  } else {
    const err19 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err19];
    } else {
      vErrors.push(err19);
    }
    errors++;
  }
  validate24.errors = vErrors;
  return errors === 0;
}
validate24.evaluated = { "props": { "SERVICE_NAME": true, "STAGE": true, "SERVICE_VERSION": true, "LOG_LEVEL": true, "EXECUTIONS_TABLE": true, "TOPICS_TABLE": true, "DEFAULT_TIMEZONE": true, "RETENTION_DAYS": true, "REMINDER_DELIVERY": true, "REMINDER_TOPIC_ARN": true, "TASK_ADAPTER": true, "REMINDER_ADAPTER": true, "MEETING_ADAPTER": true }, "dynamicProps": false, "dynamicItems": false };
var visible = validate26;
var pattern10 = new RegExp("[^\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f-\\u1160\\u1680\\u17b4-\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]", "u");
function validate26(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate26.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (typeof data === "string") {
    if (!pattern10.test(data)) {
      const err0 = { instancePath, schemaPath: "#/pattern", keyword: "pattern", params: { pattern: "[^\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f-\\u1160\\u1680\\u17b4-\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "string" } };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate26.errors = vErrors;
  return errors === 0;
}
validate26.evaluated = { "dynamicProps": false, "dynamicItems": false };
var task = validate27;
var schema41 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "actions/task.schema.json", "title": "TaskPayload", "description": "Create a task.", "type": "object", "required": ["action_type", "title"], "additionalProperties": false, "properties": { "action_type": { "const": "task" }, "title": { "$ref": "../common.schema.json#/$defs/title" }, "description": { "$ref": "../common.schema.json#/$defs/description" }, "due": { "description": "A date, or a time; a time without an offset is wall-clock time in the service's default time zone.", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$", "x-pattern-message": "must be a date such as 2031-04-01, or a time such as 2031-04-01T09:30:00Z" }, "priority": { "enum": ["low", "normal", "high", "urgent"] }, "assignee": { "type": "string", "maxLength": 254 }, "tags": { "type": "array", "maxItems": 20, "uniqueItems": true, "items": { "$ref": "../common.schema.json#/$defs/visible", "type": "string", "maxLength": 50 } } }, "x-missing": { "code": "missing_task_title", "purpose": "create a task" }, "examples": [{ "action_type": "task", "title": "Submit payroll report" }], "$defs": { "result": { "title": "TaskResult", "examples": [{ "success": true, "task_id": "task_001", "title": "Submit payroll report" }], "type": "object", "required": ["success", "task_id", "title"], "additionalProperties": false, "properties": { "success": { "const": true }, "task_id": { "type": "string" }, "title": { "$ref": "#/properties/title" }, "description": { "$ref": "#/properties/description" }, "due": { "$ref": "#/properties/due" }, "priority": { "$ref": "#/properties/priority" }, "assignee": { "$ref": "#/properties/assignee" }, "tags": { "$ref": "#/properties/tags" }, "external": { "$ref": "../common.schema.json#/$defs/external" } } } } };
function validate28(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate28.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (typeof data === "string") {
    if (!pattern10.test(data)) {
      const err0 = { instancePath, schemaPath: "#/$defs/visible/pattern", keyword: "pattern", params: { pattern: "[^\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f-\\u1160\\u1680\\u17b4-\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = { instancePath, schemaPath: "#/$defs/visible/type", keyword: "type", params: { type: "string" } };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  if (typeof data === "string") {
    if (func0(data) > 256) {
      const err2 = { instancePath, schemaPath: "#/maxLength", keyword: "maxLength", params: { limit: 256 } };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (func0(data) < 1) {
      const err3 = { instancePath, schemaPath: "#/minLength", keyword: "minLength", params: { limit: 1 } };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
  } else {
    const err4 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "string" } };
    if (vErrors === null) {
      vErrors = [err4];
    } else {
      vErrors.push(err4);
    }
    errors++;
  }
  validate28.errors = vErrors;
  return errors === 0;
}
validate28.evaluated = { "dynamicProps": false, "dynamicItems": false };
var pattern12 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$", "u");
function validate27(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate27.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.action_type === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "action_type" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.title === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "title" } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "action_type" || key0 === "title" || key0 === "description" || key0 === "due" || key0 === "priority" || key0 === "assignee" || key0 === "tags")) {
        const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 } };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.action_type !== void 0) {
      if ("task" !== data.action_type) {
        const err3 = { instancePath: instancePath + "/action_type", schemaPath: "#/properties/action_type/const", keyword: "const", params: { allowedValue: "task" } };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.title !== void 0) {
      if (!validate28(data.title, { instancePath: instancePath + "/title", parentData: data, parentDataProperty: "title", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
        errors = vErrors.length;
      }
    }
    if (data.description !== void 0) {
      let data2 = data.description;
      if (typeof data2 === "string") {
        if (func0(data2) > 4e3) {
          const err4 = { instancePath: instancePath + "/description", schemaPath: "../common.schema.json#/$defs/description/maxLength", keyword: "maxLength", params: { limit: 4e3 } };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/description", schemaPath: "../common.schema.json#/$defs/description/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.due !== void 0) {
      let data3 = data.due;
      if (typeof data3 === "string") {
        if (!pattern12.test(data3)) {
          const err6 = { instancePath: instancePath + "/due", schemaPath: "#/properties/due/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$" } };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      } else {
        const err7 = { instancePath: instancePath + "/due", schemaPath: "#/properties/due/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.priority !== void 0) {
      let data4 = data.priority;
      if (!(data4 === "low" || data4 === "normal" || data4 === "high" || data4 === "urgent")) {
        const err8 = { instancePath: instancePath + "/priority", schemaPath: "#/properties/priority/enum", keyword: "enum", params: { allowedValues: schema41.properties.priority.enum } };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.assignee !== void 0) {
      let data5 = data.assignee;
      if (typeof data5 === "string") {
        if (func0(data5) > 254) {
          const err9 = { instancePath: instancePath + "/assignee", schemaPath: "#/properties/assignee/maxLength", keyword: "maxLength", params: { limit: 254 } };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      } else {
        const err10 = { instancePath: instancePath + "/assignee", schemaPath: "#/properties/assignee/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.tags !== void 0) {
      let data6 = data.tags;
      if (Array.isArray(data6)) {
        if (data6.length > 20) {
          const err11 = { instancePath: instancePath + "/tags", schemaPath: "#/properties/tags/maxItems", keyword: "maxItems", params: { limit: 20 } };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        const len0 = data6.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data7 = data6[i0];
          if (typeof data7 === "string") {
            if (!pattern10.test(data7)) {
              const err12 = { instancePath: instancePath + "/tags/" + i0, schemaPath: "../common.schema.json#/$defs/visible/pattern", keyword: "pattern", params: { pattern: "[^\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f-\\u1160\\u1680\\u17b4-\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]" } };
              if (vErrors === null) {
                vErrors = [err12];
              } else {
                vErrors.push(err12);
              }
              errors++;
            }
          } else {
            const err13 = { instancePath: instancePath + "/tags/" + i0, schemaPath: "../common.schema.json#/$defs/visible/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
          if (typeof data7 === "string") {
            if (func0(data7) > 50) {
              const err14 = { instancePath: instancePath + "/tags/" + i0, schemaPath: "#/properties/tags/items/maxLength", keyword: "maxLength", params: { limit: 50 } };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
          } else {
            const err15 = { instancePath: instancePath + "/tags/" + i0, schemaPath: "#/properties/tags/items/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (new Set(data6).size !== data6.length) {
          const err16 = { instancePath: instancePath + "/tags", schemaPath: "#/properties/tags/uniqueItems", keyword: "uniqueItems", params: {} };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
      } else {
        const err17 = { instancePath: instancePath + "/tags", schemaPath: "#/properties/tags/type", keyword: "type", params: { type: "array" } };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
  } else {
    const err18 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err18];
    } else {
      vErrors.push(err18);
    }
    errors++;
  }
  validate27.errors = vErrors;
  return errors === 0;
}
validate27.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var reminder = validate30;
var pattern15 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$", "u");
function validate30(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate30.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.action_type === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "action_type" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.message === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "message" } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.time === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "time" } };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "action_type" || key0 === "message" || key0 === "time" || key0 === "timezone")) {
        const err3 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 } };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.action_type !== void 0) {
      if ("reminder" !== data.action_type) {
        const err4 = { instancePath: instancePath + "/action_type", schemaPath: "#/properties/action_type/const", keyword: "const", params: { allowedValue: "reminder" } };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.message !== void 0) {
      let data1 = data.message;
      if (typeof data1 === "string") {
        if (!pattern10.test(data1)) {
          const err5 = { instancePath: instancePath + "/message", schemaPath: "../common.schema.json#/$defs/visible/pattern", keyword: "pattern", params: { pattern: "[^\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f-\\u1160\\u1680\\u17b4-\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]" } };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      } else {
        const err6 = { instancePath: instancePath + "/message", schemaPath: "../common.schema.json#/$defs/visible/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data1 === "string") {
        if (func0(data1) > 1e3) {
          const err7 = { instancePath: instancePath + "/message", schemaPath: "#/properties/message/maxLength", keyword: "maxLength", params: { limit: 1e3 } };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (func0(data1) < 1) {
          const err8 = { instancePath: instancePath + "/message", schemaPath: "#/properties/message/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      } else {
        const err9 = { instancePath: instancePath + "/message", schemaPath: "#/properties/message/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.time !== void 0) {
      let data2 = data.time;
      if (typeof data2 === "string") {
        if (!pattern15.test(data2)) {
          const err10 = { instancePath: instancePath + "/time", schemaPath: "../common.schema.json#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$" } };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
      } else {
        const err11 = { instancePath: instancePath + "/time", schemaPath: "../common.schema.json#/$defs/time/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.timezone !== void 0) {
      if (typeof data.timezone !== "string") {
        const err12 = { instancePath: instancePath + "/timezone", schemaPath: "../common.schema.json#/$defs/timezone/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
  } else {
    const err13 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err13];
    } else {
      vErrors.push(err13);
    }
    errors++;
  }
  validate30.errors = vErrors;
  return errors === 0;
}
validate30.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var meeting = validate31;
function validate32(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate32.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (typeof data === "string") {
    if (!pattern10.test(data)) {
      const err0 = { instancePath, schemaPath: "#/$defs/visible/pattern", keyword: "pattern", params: { pattern: "[^\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f-\\u1160\\u1680\\u17b4-\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = { instancePath, schemaPath: "#/$defs/visible/type", keyword: "type", params: { type: "string" } };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  if (typeof data === "string") {
    if (func0(data) > 256) {
      const err2 = { instancePath, schemaPath: "#/maxLength", keyword: "maxLength", params: { limit: 256 } };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (func0(data) < 1) {
      const err3 = { instancePath, schemaPath: "#/minLength", keyword: "minLength", params: { limit: 1 } };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
  } else {
    const err4 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "string" } };
    if (vErrors === null) {
      vErrors = [err4];
    } else {
      vErrors.push(err4);
    }
    errors++;
  }
  validate32.errors = vErrors;
  return errors === 0;
}
validate32.evaluated = { "dynamicProps": false, "dynamicItems": false };
function validate31(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate31.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.action_type === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "action_type" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.title === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "title" } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.participants === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "participants" } };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.start_time === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "start_time" } };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.end_time === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "end_time" } };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "action_type" || key0 === "title" || key0 === "participants" || key0 === "start_time" || key0 === "end_time" || key0 === "timezone" || key0 === "location" || key0 === "description")) {
        const err5 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 } };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.action_type !== void 0) {
      if ("meeting" !== data.action_type) {
        const err6 = { instancePath: instancePath + "/action_type", schemaPath: "#/properties/action_type/const", keyword: "const", params: { allowedValue: "meeting" } };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.title !== void 0) {
      if (!validate32(data.title, { instancePath: instancePath + "/title", parentData: data, parentDataProperty: "title", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
        errors = vErrors.length;
      }
    }
    if (data.participants !== void 0) {
      let data2 = data.participants;
      if (Array.isArray(data2)) {
        if (data2.length > 50) {
          const err7 = { instancePath: instancePath + "/participants", schemaPath: "#/properties/participants/maxItems", keyword: "maxItems", params: { limit: 50 } };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (data2.length < 1) {
          const err8 = { instancePath: instancePath + "/participants", schemaPath: "#/properties/participants/minItems", keyword: "minItems", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
        const len0 = data2.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data3 = data2[i0];
          if (typeof data3 === "string") {
            if (!pattern10.test(data3)) {
              const err9 = { instancePath: instancePath + "/participants/" + i0, schemaPath: "../common.schema.json#/$defs/visible/pattern", keyword: "pattern", params: { pattern: "[^\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f-\\u1160\\u1680\\u17b4-\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]" } };
              if (vErrors === null) {
                vErrors = [err9];
              } else {
                vErrors.push(err9);
              }
              errors++;
            }
          } else {
            const err10 = { instancePath: instancePath + "/participants/" + i0, schemaPath: "../common.schema.json#/$defs/visible/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err10];
            } else {
              vErrors.push(err10);
            }
            errors++;
          }
          if (typeof data3 === "string") {
            if (func0(data3) > 254) {
              const err11 = { instancePath: instancePath + "/participants/" + i0, schemaPath: "#/properties/participants/items/maxLength", keyword: "maxLength", params: { limit: 254 } };
              if (vErrors === null) {
                vErrors = [err11];
              } else {
                vErrors.push(err11);
              }
              errors++;
            }
          } else {
            const err12 = { instancePath: instancePath + "/participants/" + i0, schemaPath: "#/properties/participants/items/type", keyword: "type", params: { type: "string" } };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
        }
        if (new Set(data2).size !== data2.length) {
          const err13 = { instancePath: instancePath + "/participants", schemaPath: "#/properties/participants/uniqueItems", keyword: "uniqueItems", params: {} };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
      } else {
        const err14 = { instancePath: instancePath + "/participants", schemaPath: "#/properties/participants/type", keyword: "type", params: { type: "array" } };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
    }
    if (data.start_time !== void 0) {
      let data4 = data.start_time;
      if (typeof data4 === "string") {
        if (!pattern15.test(data4)) {
          const err15 = { instancePath: instancePath + "/start_time", schemaPath: "../common.schema.json#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$" } };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      } else {
        const err16 = { instancePath: instancePath + "/start_time", schemaPath: "../common.schema.json#/$defs/time/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
    }
    if (data.end_time !== void 0) {
      let data5 = data.end_time;
      if (typeof data5 === "string") {
        if (!pattern15.test(data5)) {
          const err17 = { instancePath: instancePath + "/end_time", schemaPath: "../common.schema.json#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$" } };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
      } else {
        const err18 = { instancePath: instancePath + "/end_time", schemaPath: "../common.schema.json#/$defs/time/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
    if (data.timezone !== void 0) {
      if (typeof data.timezone !== "string") {
        const err19 = { instancePath: instancePath + "/timezone", schemaPath: "../common.schema.json#/$defs/timezone/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
    }
    if (data.location !== void 0) {
      let data7 = data.location;
      if (typeof data7 === "string") {
        if (func0(data7) > 256) {
          const err20 = { instancePath: instancePath + "/location", schemaPath: "#/properties/location/maxLength", keyword: "maxLength", params: { limit: 256 } };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
      } else {
        const err21 = { instancePath: instancePath + "/location", schemaPath: "#/properties/location/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
    }
    if (data.description !== void 0) {
      let data8 = data.description;
      if (typeof data8 === "string") {
        if (func0(data8) > 4e3) {
          const err22 = { instancePath: instancePath + "/description", schemaPath: "../common.schema.json#/$defs/description/maxLength", keyword: "maxLength", params: { limit: 4e3 } };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
      } else {
        const err23 = { instancePath: instancePath + "/description", schemaPath: "../common.schema.json#/$defs/description/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err23];
        } else {
          vErrors.push(err23);
        }
        errors++;
      }
    }
  } else {
    const err24 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err24];
    } else {
      vErrors.push(err24);
    }
    errors++;
  }
  validate31.errors = vErrors;
  return errors === 0;
}
validate31.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var info = validate34;
function validate34(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate34.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.action_type === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "action_type" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.query === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "query" } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "action_type" || key0 === "query")) {
        const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 } };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.action_type !== void 0) {
      if ("info" !== data.action_type) {
        const err3 = { instancePath: instancePath + "/action_type", schemaPath: "#/properties/action_type/const", keyword: "const", params: { allowedValue: "info" } };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.query !== void 0) {
      let data1 = data.query;
      if (typeof data1 === "string") {
        if (!pattern10.test(data1)) {
          const err4 = { instancePath: instancePath + "/query", schemaPath: "../common.schema.json#/$defs/visible/pattern", keyword: "pattern", params: { pattern: "[^\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f-\\u1160\\u1680\\u17b4-\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]" } };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/query", schemaPath: "../common.schema.json#/$defs/visible/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
      if (typeof data1 === "string") {
        if (func0(data1) > 256) {
          const err6 = { instancePath: instancePath + "/query", schemaPath: "#/properties/query/maxLength", keyword: "maxLength", params: { limit: 256 } };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (func0(data1) < 1) {
          const err7 = { instancePath: instancePath + "/query", schemaPath: "#/properties/query/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      } else {
        const err8 = { instancePath: instancePath + "/query", schemaPath: "#/properties/query/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
  } else {
    const err9 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err9];
    } else {
      vErrors.push(err9);
    }
    errors++;
  }
  validate34.errors = vErrors;
  return errors === 0;
}
validate34.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var adapter_record = validate35;
function validate35(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate35.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (!(data && typeof data == "object" && !Array.isArray(data))) {
    const err0 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  validate35.errors = vErrors;
  return errors === 0;
}
validate35.evaluated = { "dynamicProps": false, "dynamicItems": false };
var adapter_eventbridge = validate36;
var pattern21 = new RegExp("^[0-9a-zA-Z_.-]{1,64}$", "u");
var pattern22 = new RegExp("^arn:", "u");
var pattern25 = new RegExp("^(0|[1-9][0-9]{0,3})$", "u");
function validate36(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate36.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.REMINDER_SCHEDULE_GROUP === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "REMINDER_SCHEDULE_GROUP" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.REMINDER_TARGET_ARN === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "REMINDER_TARGET_ARN" } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.REMINDER_ROLE_ARN === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "REMINDER_ROLE_ARN" } };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.REMINDER_DLQ_ARN === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "REMINDER_DLQ_ARN" } };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.REMINDER_SCHEDULE_GROUP !== void 0) {
      let data0 = data.REMINDER_SCHEDULE_GROUP;
      if (typeof data0 === "string") {
        if (!pattern21.test(data0)) {
          const err4 = { instancePath: instancePath + "/REMINDER_SCHEDULE_GROUP", schemaPath: "#/properties/REMINDER_SCHEDULE_GROUP/pattern", keyword: "pattern", params: { pattern: "^[0-9a-zA-Z_.-]{1,64}$" } };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/REMINDER_SCHEDULE_GROUP", schemaPath: "#/properties/REMINDER_SCHEDULE_GROUP/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.REMINDER_TARGET_ARN !== void 0) {
      let data1 = data.REMINDER_TARGET_ARN;
      if (typeof data1 === "string") {
        if (!pattern22.test(data1)) {
          const err6 = { instancePath: instancePath + "/REMINDER_TARGET_ARN", schemaPath: "#/properties/REMINDER_TARGET_ARN/pattern", keyword: "pattern", params: { pattern: "^arn:" } };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      } else {
        const err7 = { instancePath: instancePath + "/REMINDER_TARGET_ARN", schemaPath: "#/properties/REMINDER_TARGET_ARN/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.REMINDER_ROLE_ARN !== void 0) {
      let data2 = data.REMINDER_ROLE_ARN;
      if (typeof data2 === "string") {
        if (!pattern22.test(data2)) {
          const err8 = { instancePath: instancePath + "/REMINDER_ROLE_ARN", schemaPath: "#/properties/REMINDER_ROLE_ARN/pattern", keyword: "pattern", params: { pattern: "^arn:" } };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      } else {
        const err9 = { instancePath: instancePath + "/REMINDER_ROLE_ARN", schemaPath: "#/properties/REMINDER_ROLE_ARN/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.REMINDER_DLQ_ARN !== void 0) {
      let data3 = data.REMINDER_DLQ_ARN;
      if (typeof data3 === "string") {
        if (!pattern22.test(data3)) {
          const err10 = { instancePath: instancePath + "/REMINDER_DLQ_ARN", schemaPath: "#/properties/REMINDER_DLQ_ARN/pattern", keyword: "pattern", params: { pattern: "^arn:" } };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
      } else {
        const err11 = { instancePath: instancePath + "/REMINDER_DLQ_ARN", schemaPath: "#/properties/REMINDER_DLQ_ARN/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.REMINDER_LEAD_SECONDS !== void 0) {
      let data4 = data.REMINDER_LEAD_SECONDS;
      if (typeof data4 === "string") {
        if (!pattern25.test(data4)) {
          const err12 = { instancePath: instancePath + "/REMINDER_LEAD_SECONDS", schemaPath: "#/properties/REMINDER_LEAD_SECONDS/pattern", keyword: "pattern", params: { pattern: "^(0|[1-9][0-9]{0,3})$" } };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
      } else {
        const err13 = { instancePath: instancePath + "/REMINDER_LEAD_SECONDS", schemaPath: "#/properties/REMINDER_LEAD_SECONDS/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
  } else {
    const err14 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err14];
    } else {
      vErrors.push(err14);
    }
    errors++;
  }
  validate36.errors = vErrors;
  return errors === 0;
}
validate36.evaluated = { "props": { "REMINDER_SCHEDULE_GROUP": true, "REMINDER_TARGET_ARN": true, "REMINDER_ROLE_ARN": true, "REMINDER_DLQ_ARN": true, "REMINDER_LEAD_SECONDS": true }, "dynamicProps": false, "dynamicItems": false };
var adapter_mock = validate37;
function validate37(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate37.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (!(data && typeof data == "object" && !Array.isArray(data))) {
    const err0 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  validate37.errors = vErrors;
  return errors === 0;
}
validate37.evaluated = { "dynamicProps": false, "dynamicItems": false };
var adapter_webhook = validate38;
var pattern26 = new RegExp("^(https://[^\\s/?#@]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]+)?)([/?][^\\s#]*)?$", "u");
var pattern27 = new RegExp("^(?:whsec_(?:(?:[A-Za-z0-9+/]{4}){5,20}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=)|(?:[A-Za-z0-9+/]{4}){5,21}[A-Za-z0-9+/]{2}==)(?: whsec_(?:(?:[A-Za-z0-9+/]{4}){5,20}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=)|(?:[A-Za-z0-9+/]{4}){5,21}[A-Za-z0-9+/]{2}==))*|ssm:(?:/[A-Za-z0-9_.-]+)+)$", "u");
function validate38(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate38.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.WEBHOOK_URL === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "WEBHOOK_URL" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.WEBHOOK_SECRET === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "WEBHOOK_SECRET" } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.WEBHOOK_URL !== void 0) {
      let data0 = data.WEBHOOK_URL;
      if (typeof data0 === "string") {
        if (!pattern26.test(data0)) {
          const err2 = { instancePath: instancePath + "/WEBHOOK_URL", schemaPath: "#/properties/WEBHOOK_URL/pattern", keyword: "pattern", params: { pattern: "^(https://[^\\s/?#@]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]+)?)([/?][^\\s#]*)?$" } };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (!URL.canParse(data0)) {
          const err3 = { instancePath: instancePath + "/WEBHOOK_URL", schemaPath: "#/properties/WEBHOOK_URL/x-url", keyword: "x-url", params: {} };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      } else {
        const err4 = { instancePath: instancePath + "/WEBHOOK_URL", schemaPath: "#/properties/WEBHOOK_URL/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.WEBHOOK_SECRET !== void 0) {
      let data1 = data.WEBHOOK_SECRET;
      if (typeof data1 === "string") {
        if (!pattern27.test(data1)) {
          const err5 = { instancePath: instancePath + "/WEBHOOK_SECRET", schemaPath: "#/properties/WEBHOOK_SECRET/pattern", keyword: "pattern", params: { pattern: "^(?:whsec_(?:(?:[A-Za-z0-9+/]{4}){5,20}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=)|(?:[A-Za-z0-9+/]{4}){5,21}[A-Za-z0-9+/]{2}==)(?: whsec_(?:(?:[A-Za-z0-9+/]{4}){5,20}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=)|(?:[A-Za-z0-9+/]{4}){5,21}[A-Za-z0-9+/]{2}==))*|ssm:(?:/[A-Za-z0-9_.-]+)+)$" } };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      } else {
        const err6 = { instancePath: instancePath + "/WEBHOOK_SECRET", schemaPath: "#/properties/WEBHOOK_SECRET/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
  } else {
    const err7 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err7];
    } else {
      vErrors.push(err7);
    }
    errors++;
  }
  validate38.errors = vErrors;
  return errors === 0;
}
validate38.evaluated = { "props": { "WEBHOOK_URL": true, "WEBHOOK_SECRET": true }, "dynamicProps": false, "dynamicItems": false };
var adapter_caldav = validate39;
var pattern28 = new RegExp("^(https://[^\\s/?#@]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]+)?)(/[^\\s?#]*)?$", "u");
var pattern30 = new RegExp("^[^:\\u0000-\\u001f\\u007f]+$", "u");
var pattern31 = new RegExp("^(?!ssm:(?!/))", "u");
var pattern32 = new RegExp("^[A-Za-z0-9.!#$%&'*+/=?^_\\x60{|}~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$", "u");
function validate39(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate39.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.CALDAV_URL === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "CALDAV_URL" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.CALDAV_URL !== void 0) {
      let data0 = data.CALDAV_URL;
      if (typeof data0 === "string") {
        if (!pattern28.test(data0)) {
          const err1 = { instancePath: instancePath + "/CALDAV_URL", schemaPath: "#/properties/CALDAV_URL/pattern", keyword: "pattern", params: { pattern: "^(https://[^\\s/?#@]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]+)?)(/[^\\s?#]*)?$" } };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (!URL.canParse(data0)) {
          const err2 = { instancePath: instancePath + "/CALDAV_URL", schemaPath: "#/properties/CALDAV_URL/x-url", keyword: "x-url", params: {} };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      } else {
        const err3 = { instancePath: instancePath + "/CALDAV_URL", schemaPath: "#/properties/CALDAV_URL/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.CALDAV_TASKS_URL !== void 0) {
      let data1 = data.CALDAV_TASKS_URL;
      if (typeof data1 === "string") {
        if (!pattern28.test(data1)) {
          const err4 = { instancePath: instancePath + "/CALDAV_TASKS_URL", schemaPath: "#/properties/CALDAV_TASKS_URL/pattern", keyword: "pattern", params: { pattern: "^(https://[^\\s/?#@]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]+)?)(/[^\\s?#]*)?$" } };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
        if (!URL.canParse(data1)) {
          const err5 = { instancePath: instancePath + "/CALDAV_TASKS_URL", schemaPath: "#/properties/CALDAV_TASKS_URL/x-url", keyword: "x-url", params: {} };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      } else {
        const err6 = { instancePath: instancePath + "/CALDAV_TASKS_URL", schemaPath: "#/properties/CALDAV_TASKS_URL/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.CALDAV_USERNAME !== void 0) {
      let data2 = data.CALDAV_USERNAME;
      if (typeof data2 === "string") {
        if (!pattern30.test(data2)) {
          const err7 = { instancePath: instancePath + "/CALDAV_USERNAME", schemaPath: "#/properties/CALDAV_USERNAME/pattern", keyword: "pattern", params: { pattern: "^[^:\\u0000-\\u001f\\u007f]+$" } };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      } else {
        const err8 = { instancePath: instancePath + "/CALDAV_USERNAME", schemaPath: "#/properties/CALDAV_USERNAME/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.CALDAV_PASSWORD !== void 0) {
      let data3 = data.CALDAV_PASSWORD;
      if (typeof data3 === "string") {
        if (!pattern31.test(data3)) {
          const err9 = { instancePath: instancePath + "/CALDAV_PASSWORD", schemaPath: "#/properties/CALDAV_PASSWORD/pattern", keyword: "pattern", params: { pattern: "^(?!ssm:(?!/))" } };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      } else {
        const err10 = { instancePath: instancePath + "/CALDAV_PASSWORD", schemaPath: "#/properties/CALDAV_PASSWORD/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.CALDAV_ORGANIZER !== void 0) {
      let data4 = data.CALDAV_ORGANIZER;
      if (typeof data4 === "string") {
        if (!pattern32.test(data4)) {
          const err11 = { instancePath: instancePath + "/CALDAV_ORGANIZER", schemaPath: "#/properties/CALDAV_ORGANIZER/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9.!#$%&'*+/=?^_\\x60{|}~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$" } };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      } else {
        const err12 = { instancePath: instancePath + "/CALDAV_ORGANIZER", schemaPath: "#/properties/CALDAV_ORGANIZER/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
    if (data.CALDAV_USERNAME !== void 0) {
      if (data.CALDAV_PASSWORD === void 0) {
        const err13 = { instancePath, schemaPath: "#/dependentRequired", keyword: "dependentRequired", params: {
          property: "CALDAV_USERNAME",
          missingProperty: "CALDAV_PASSWORD",
          depsCount: 1,
          deps: "CALDAV_PASSWORD"
        } };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
    if (data.CALDAV_PASSWORD !== void 0) {
      if (data.CALDAV_USERNAME === void 0) {
        const err14 = { instancePath, schemaPath: "#/dependentRequired", keyword: "dependentRequired", params: {
          property: "CALDAV_PASSWORD",
          missingProperty: "CALDAV_USERNAME",
          depsCount: 1,
          deps: "CALDAV_USERNAME"
        } };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
    }
  } else {
    const err15 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err15];
    } else {
      vErrors.push(err15);
    }
    errors++;
  }
  validate39.errors = vErrors;
  return errors === 0;
}
validate39.evaluated = { "props": { "CALDAV_URL": true, "CALDAV_TASKS_URL": true, "CALDAV_USERNAME": true, "CALDAV_PASSWORD": true, "CALDAV_ORGANIZER": true }, "dynamicProps": false, "dynamicItems": false };
var adapter_google = validate40;
var schema65 = { "$id": "adapters/google", "type": "object", "required": ["GOOGLE_CREDENTIALS"], "properties": { "GOOGLE_CREDENTIALS": { "type": "string", "pattern": "^(?:\\s*\\{|ssm:(?:/[A-Za-z0-9_.-]+)+$)", "x-pattern-message": "must be the JSON of application default credentials, or ssm:/ and the name of the parameter with it", "description": "Application default credentials, as JSON: `service_account` or `authorized_user`.", "x-secret": true }, "GOOGLE_SUBJECT": { "type": "string", "pattern": "^[^\\s@]+@[^\\s@]+$", "x-pattern-message": "must be an e-mail address", "description": "The user for whom a service account acts, by domain-wide delegation; without it the service account acts for itself, and cannot invite anyone." }, "GOOGLE_CALENDAR_ID": { "type": "string", "pattern": "^(primary|[^\\s@]+@[^\\s@]+)$", "x-pattern-message": "must be primary, or the id of a calendar, which has the form of an e-mail address", "description": "The calendar for meetings: `primary` for that of the user, or the id of another.", "default": "primary" }, "GOOGLE_SEND_UPDATES": { "enum": ["none", "all", "externalOnly"], "description": "Whom Google sends an e-mail about a new meeting: nobody, all participants, or those who do not use Google Calendar.", "default": "none" }, "GOOGLE_API_URL": { "type": "string", "pattern": "^(https://[^\\s/?#@]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]+)?)(/[^\\s?#]*)?$", "x-url": true, "x-pattern-message": "must be an https URL, or an http URL of this very machine, without a name and a password, a query or a fragment in it", "description": "Where the API of Google is, without `/calendar/v3`. Another address is for tests.", "default": "https://www.googleapis.com" } } };
var pattern33 = new RegExp("^(?:\\s*\\{|ssm:(?:/[A-Za-z0-9_.-]+)+$)", "u");
var pattern34 = new RegExp("^[^\\s@]+@[^\\s@]+$", "u");
var pattern35 = new RegExp("^(primary|[^\\s@]+@[^\\s@]+)$", "u");
function validate40(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate40.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.GOOGLE_CREDENTIALS === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "GOOGLE_CREDENTIALS" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.GOOGLE_CREDENTIALS !== void 0) {
      let data0 = data.GOOGLE_CREDENTIALS;
      if (typeof data0 === "string") {
        if (!pattern33.test(data0)) {
          const err1 = { instancePath: instancePath + "/GOOGLE_CREDENTIALS", schemaPath: "#/properties/GOOGLE_CREDENTIALS/pattern", keyword: "pattern", params: { pattern: "^(?:\\s*\\{|ssm:(?:/[A-Za-z0-9_.-]+)+$)" } };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
      } else {
        const err2 = { instancePath: instancePath + "/GOOGLE_CREDENTIALS", schemaPath: "#/properties/GOOGLE_CREDENTIALS/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.GOOGLE_SUBJECT !== void 0) {
      let data1 = data.GOOGLE_SUBJECT;
      if (typeof data1 === "string") {
        if (!pattern34.test(data1)) {
          const err3 = { instancePath: instancePath + "/GOOGLE_SUBJECT", schemaPath: "#/properties/GOOGLE_SUBJECT/pattern", keyword: "pattern", params: { pattern: "^[^\\s@]+@[^\\s@]+$" } };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      } else {
        const err4 = { instancePath: instancePath + "/GOOGLE_SUBJECT", schemaPath: "#/properties/GOOGLE_SUBJECT/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.GOOGLE_CALENDAR_ID !== void 0) {
      let data2 = data.GOOGLE_CALENDAR_ID;
      if (typeof data2 === "string") {
        if (!pattern35.test(data2)) {
          const err5 = { instancePath: instancePath + "/GOOGLE_CALENDAR_ID", schemaPath: "#/properties/GOOGLE_CALENDAR_ID/pattern", keyword: "pattern", params: { pattern: "^(primary|[^\\s@]+@[^\\s@]+)$" } };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      } else {
        const err6 = { instancePath: instancePath + "/GOOGLE_CALENDAR_ID", schemaPath: "#/properties/GOOGLE_CALENDAR_ID/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.GOOGLE_SEND_UPDATES !== void 0) {
      let data3 = data.GOOGLE_SEND_UPDATES;
      if (!(data3 === "none" || data3 === "all" || data3 === "externalOnly")) {
        const err7 = { instancePath: instancePath + "/GOOGLE_SEND_UPDATES", schemaPath: "#/properties/GOOGLE_SEND_UPDATES/enum", keyword: "enum", params: { allowedValues: schema65.properties.GOOGLE_SEND_UPDATES.enum } };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.GOOGLE_API_URL !== void 0) {
      let data4 = data.GOOGLE_API_URL;
      if (typeof data4 === "string") {
        if (!pattern28.test(data4)) {
          const err8 = { instancePath: instancePath + "/GOOGLE_API_URL", schemaPath: "#/properties/GOOGLE_API_URL/pattern", keyword: "pattern", params: { pattern: "^(https://[^\\s/?#@]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]+)?)(/[^\\s?#]*)?$" } };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
        if (!URL.canParse(data4)) {
          const err9 = { instancePath: instancePath + "/GOOGLE_API_URL", schemaPath: "#/properties/GOOGLE_API_URL/x-url", keyword: "x-url", params: {} };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      } else {
        const err10 = { instancePath: instancePath + "/GOOGLE_API_URL", schemaPath: "#/properties/GOOGLE_API_URL/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
  } else {
    const err11 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err11];
    } else {
      vErrors.push(err11);
    }
    errors++;
  }
  validate40.errors = vErrors;
  return errors === 0;
}
validate40.evaluated = { "props": { "GOOGLE_CREDENTIALS": true, "GOOGLE_SUBJECT": true, "GOOGLE_CALENDAR_ID": true, "GOOGLE_SEND_UPDATES": true, "GOOGLE_API_URL": true }, "dynamicProps": false, "dynamicItems": false };
var adapterVariables = { "record": adapter_record, "eventbridge": adapter_eventbridge, "mock": adapter_mock, "webhook": adapter_webhook, "caldav": adapter_caldav, "google": adapter_google };
export {
  adapterVariables,
  decision,
  envelope,
  environment,
  info,
  meeting,
  reminder,
  task,
  traceId,
  visible
};
