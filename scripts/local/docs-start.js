// Starts Swagger UI in the docs page: the operation is open, with the documented example ready to send.

/** Swagger UI shows "any" for a variant that is a reference: this shows the variant's name. */
const namedVariants = ({ fn }) => {
  const name = (variant) => {
    const reference = variant?.$ref ?? variant?.$$ref;
    return reference === undefined ? variant : { type: [reference.split('/').at(-1)] };
  };
  const getType = (schema) => {
    const named = { ...schema };
    for (const keyword of ['oneOf', 'anyOf', 'allOf']) {
      if (Array.isArray(named[keyword])) named[keyword] = named[keyword].map(name);
    }
    return fn.jsonSchema202012.getType(named);
  };
  return {
    wrapComponents: {
      withJSONSchema202012SystemContext: (original) => (component, overrides) =>
        original(component, { ...overrides, fn: { ...overrides?.fn, getType } }),
    },
  };
};

globalThis.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'full',
  tryItOutEnabled: true,
  plugins: [namedVariants],
  // Its badge would ask a server outside.
  validatorUrl: null,
});
