// Compares RUNBOOK.md with what is deployed: alarms, limits, retention, and every name that it uses.
// What the service answers and logs is compared in runbook-answers.test.ts.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { adapterModules } from '../lib/adapters/registry.ts';
import { leaseEnd, type Invocation } from '../lib/domain/invocation.ts';
import { toScheduleInput } from '../lib/adapters/eventbridge/schedule.ts';
import { clientLimits } from '../lib/adapters/send.ts';
import { failures } from '../lib/generated/tables.ts';
import { dashboard } from '../scripts/deploy/dashboard.ts';
import { accessLogFormat } from '../scripts/deploy/settings.ts';
import { fieldsOf } from './support/cloudwatch.ts';
import { deploymentText, resourcesOf, settings } from './support/deployment.ts';
import {
  blocks,
  entry,
  figures,
  headings,
  item,
  oneLine,
  opening,
  runbook,
  spans,
} from './support/runbook.ts';

type Alarm = {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly MetricName: string;
  readonly Metrics: readonly {
    readonly Expression: string;
    readonly MetricStat: { readonly Period: number };
  }[];
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly ComparisonOperator: string;
  readonly Threshold: number;
};

const { provider, params, custom } = settings;
const alarms = new Map(
  resourcesOf('AWS::CloudWatch::Alarm').map(([id, properties]) => [id, properties as unknown as Alarm]),
);
const source = (path: string): string => readFileSync(join(import.meta.dirname, '..', path), 'utf8');
const both = (name: string): number[] => [params.default, params.prod].map((stage) => Number(stage[name]));

/** `Store unavailable` for the alarm `…-store-unavailable`. */
function headingOf({ AlarmName }: Alarm): string {
  const words = AlarmName.replace('${self:custom.name}-', '').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function alarmOf(heading: string): Alarm {
  const found = [...alarms.values()].find((alarm) => headingOf(alarm) === heading);
  if (found === undefined) throw new Error(`no alarm belongs to ${heading}`);
  return found;
}

describe('an alarm goes off when its entry says:', () => {
  const minutes = (alarm: Alarm): number =>
    (alarm.EvaluationPeriods * (alarm.Period ?? alarm.Metrics[1]?.MetricStat.Period)) / 60;
  const saidBy: Readonly<Record<string, (alarm: Alarm) => readonly unknown[]>> = {
    Duration: ({ Threshold }) => [Threshold / 1000, provider.timeout],
    'Server error rate': (alarm) => [
      alarm.Threshold,
      alarm.DatapointsToAlarm,
      minutes(alarm),
      Number(/errors >= (\d+)/.exec(alarm.Metrics[0]?.Expression ?? '')?.[1]),
    ],
    // p99: one in a hundred. The threshold is a parameter of the stage.
    Latency: (alarm) => [
      1,
      100,
      ...both('latencyP99Ms')
        .toReversed()
        .map((ms) => ms / 1000),
      minutes(alarm),
    ],
    'Store unavailable': (alarm) => [alarm.Threshold, minutes(alarm)],
  };

  test.each(Object.entries(saidBy))('%s, at its figures', (heading, figuresOf) => {
    expect(figures(opening(heading).meaning)).toEqual(figuresOf(alarmOf(heading)));
  });

  test.each([...alarms.values()].map(headingOf).filter((heading) => !Object.hasOwn(saidBy, heading)))(
    '%s, at one occurrence',
    (heading) => {
      const { Threshold, EvaluationPeriods, ComparisonOperator } = alarmOf(heading);
      expect([Threshold, EvaluationPeriods, ComparisonOperator]).toEqual([
        1,
        1,
        'GreaterThanOrEqualToThreshold',
      ]);
      expect(oneLine(entry('Alarms'))).toContain('One occurrence is enough');
    },
  );

  test('Reminders dropped, by the metric of its query', () => {
    expect(item('Reminders dropped', 'First look')).toContain(
      `SUM(${alarmOf('Reminders dropped').MetricName})`,
    );
  });
});

describe('the entry of an alarm helps whoever is on call:', () => {
  const severities = [...entry('Alarms').matchAll(/^- \*\*(SEV\d):\*\*/gm)].map(([, severity]) => severity);

  test.each([...alarms.values()].map(headingOf))('%s', (heading) => {
    const { severity, meaning } = opening(heading);
    expect(severities).toContain(severity.slice(0, 4));
    expect(meaning).not.toBe('');
    for (const lead of ['First look', 'Do', 'Tell callers']) expect(item(heading, lead)).not.toBe('');
  });

  // As the entry itself says it: callers fail, so it is of the first severity at once or together with the other alarm.
  test.each(['Server error rate', 'Store unavailable'])('%s is of the first severity', (heading) => {
    expect(opening(heading).severity).toBe('SEV1');
  });
});

describe('the objectives', () => {
  const [, availability = '', latency = ''] = entry('Objectives').split(/^- /m);

  test('are measured by what the access log has', () => {
    const query = oneLine(blocks('')[0] ?? '').replaceAll(/\b(?:sum|floor|pct)\(/g, '(');
    expect(query).toMatch(/^filter ispresent\(status\) /);
    expect(fieldsOf(query).toSorted()).toEqual(['latency_ms', 'status']);
    expect(JSON.parse(accessLogFormat)).toMatchObject({
      status: '$context.status',
      latency_ms: '$context.responseLatency',
    });
  });

  test('leave the error budget that the page names', () => {
    const [percent = 0] = figures(availability);
    expect(entry('Objectives')).toContain('a thousandth of `calls`');
    expect(1 - percent / 100).toBeCloseTo(1 / 1000);
  });

  test('have the latency at which the alarm of prod goes off', () => {
    const [percent, seconds = 0] = figures(latency);
    expect(alarmOf('Latency')).toHaveProperty('ExtendedStatistic', `p${percent}`);
    expect(seconds * 1000).toBe(params.prod['latencyP99Ms']);
  });

  test('cover no more days than the access log of prod keeps', () => {
    const [days = 0] = figures(entry('Objectives'));
    expect(days).toBeLessThanOrEqual(Number(params.prod['logRetentionDays']));
  });
});

describe('the commands', () => {
  test('begin with the trace of prod, with options that it has', () => {
    const usage = execFileSync(process.execPath, ['scripts/trace.ts', '--help'], { encoding: 'utf8' });
    expect(blocks('sh')[0]).toBe('npm run trace -- <trace_id> --stage prod\n');
    const options = entry('One trace').match(/--(?:stage|since|values)\b/g) ?? [];
    expect(new Set(options)).toEqual(new Set(['--stage', '--since', '--values']));
    for (const option of options) expect(usage).toContain(option);
  });

  test('are whole, for a shell that has the variables', () => {
    const [, ...scripts] = blocks('sh');
    for (const script of scripts) {
      expect(script).not.toMatch(/…|\.\.\.|<\w/);
      execFileSync('bash', ['-n', '-c', script]);
    }
  });

  test('use only variables that are set at the head, or above in the same entry', () => {
    const set = (text: string): string[] =>
      [...text.matchAll(/^ *(?:export )?([A-Z_]+)=|\bread -r ([A-Z_ ]+)/gm)].flatMap(([, one, several]) =>
        (one ?? several ?? '').trim().split(' '),
      );
    const head = set(entry('Commands and queries'));
    for (const heading of headings()) {
      const lines = entry(heading).split('\n');
      const unset = lines.flatMap((line, index) => {
        const known = [...head, ...set(lines.slice(0, index).join('\n'))];
        return [...line.matchAll(/\$([A-Z_]+)/g)].flatMap(([, name = '']) =>
          known.includes(name) ? [] : [`${heading}: ${name}`],
        );
      });
      expect(unset).toEqual([]);
    }
  });
});

test('no line is wider than a screen', () => {
  expect(runbook.split('\n').filter((line) => line.length > 120)).toEqual([]);
});

describe('error codes', () => {
  const statuses = [...runbook.matchAll(/`([a-z_]+)` \((\d{3})/g)].map(([, code, status]) => [code, status]);

  test.each(statuses)('%s has the status %s', (code, status) => {
    expect(failures).toMatchObject({ [String(code)]: { status: Number(status) } });
  });

  const advice = [...runbook.matchAll(/`([a-z_]+)` (?:\(\d{3}, |is )(not )?retryable/g)];

  test.each(advice.map(([, code, not]) => [code, not === undefined]))(
    '%s is retryable: %s',
    (code, retryable) => {
      expect(failures).toMatchObject({ [String(code)]: { retryable } });
    },
  );

  test('the server error rate lists every code of a 5xx, and no other', () => {
    const ours = Object.entries(failures).filter(([, { status }]) => status >= 500);
    expect(spans(/^[a-z_]+$/, item('Server error rate', 'Causes')).toSorted()).toEqual(
      ours.map(([code]) => code).toSorted(),
    );
  });

  test('callers of a store that is unavailable get the status of the page', () => {
    expect(figures(item('Store unavailable', 'Tell callers'))).toEqual([failures.store_unavailable.status]);
  });
});

describe('limits and retention', () => {
  test('throttling of each stage', () => {
    const [dev = 0, prod = 0] = both('throttleRate');
    const [devBurst = 0, prodBurst = 0] = both('throttleBurst');
    expect(figures(item('Limits', 'Throttling of the stage'))).toEqual([dev, devBurst, prod, prodBurst]);
    const [, rate, seconds, held] = figures(item('Limits', 'Lambda, concurrent'));
    expect([rate, held]).toEqual([prod, prod * Number(seconds)]);
  });

  test('the time limit of the function', () => {
    const [, seconds] = /the function ends at (\d+) s/.exec(item('Limits', 'HTTP API')) ?? [];
    expect(Number(seconds)).toBe(provider.timeout);
  });

  test('the memory that the page deploys is more than the usual one', () => {
    const [, memoryMb] = /--memory-size (\d+)/.exec(item('Function errors', 'Do')) ?? [];
    expect(Number(memoryMb)).toBeGreaterThan(Number(params.default['memoryMb']));
  });

  test('traffic is stopped by none, and opened to the throttling of prod', () => {
    const settings = [...runbook.matchAll(/ThrottlingRateLimit=(\d+),ThrottlingBurstLimit=(\d+)/g)];
    expect(settings.map(([, rate, burst]) => [Number(rate), Number(burst)])).toEqual([
      [0, 0],
      [params.prod['throttleRate'], params.prod['throttleBurst']],
    ]);
    const [, ofDev = ''] = /dev: ([^)]*)\)/.exec(entry('Limit traffic')) ?? [];
    expect(figures(ofDev)).toEqual([params.default['throttleRate'], params.default['throttleBurst']]);
  });

  test('tries of a delivery, and hours that it waits for room', () => {
    const { maximumRetryAttempts, maximumEventAge } = settings.functions.execute;
    expect(opening('Reminders not delivered').meaning).toContain('retries after a minute and after two more');
    expect(maximumRetryAttempts).toBe(2);
    const hours = [
      opening('Deliveries given up').meaning,
      opening('Throttles').meaning.split('wait, up to')[1] ?? '',
    ];
    expect(hours.flatMap(figures)).toEqual([maximumEventAge / 3600, maximumEventAge / 3600]);
  });

  test('seconds for which a call holds the lease of a reminder', () => {
    const [, lease, limit] =
      /at most (\d+) s: the function's (\d+) s/.exec(oneLine(entry('execution_in_progress'))) ?? [];
    expect(Number(limit)).toBe(provider.timeout);
    const deadlineMs = provider.timeout * 1000;
    expect(Number(lease) * 1000).toBe(leaseEnd({ deadlineMs } as Invocation));
  });

  test('hours that the scheduler tries', () => {
    const { Target } = toScheduleInput({ traceId: 't', effectKey: 'k', dueSeconds: 0 }, {}, 0);
    expect(figures(opening('Reminder target errors').meaning)).toEqual([
      Number(Target?.RetryPolicy?.MaximumEventAgeInSeconds) / 3600,
    ]);
  });

  test('minutes for which a message is seen by nobody else', () => {
    const text = oneLine(entry('Deliver dead letters'));
    const [, seconds] = /--visibility-timeout (\d+)/.exec(text) ?? [];
    expect(figures(/nobody else sees it for ([^.]*)\./.exec(text)?.[1] ?? '')).toEqual([
      Number(seconds) / 60,
    ]);
  });

  test('attempts of the function for one call', () => {
    expect(figures(item('Store system errors', 'Do'))).toEqual([clientLimits.maxAttempts]);
  });

  test.each([
    ['Reminder dead letters', 'ReminderDeadLetterQueue'],
    ['Subscription dead letters', 'SubscriptionDeadLetterQueue'],
  ])('%s: days that a message stays', (heading, id) => {
    const queue = Object.fromEntries(resourcesOf('AWS::SQS::Queue'))[id];
    const [, days] = /Messages stay (\d+) days/.exec(opening(heading).meaning) ?? [];
    expect(Number(days) * 86_400).toBe(queue?.['MessageRetentionPeriod']);
  });

  test('days that point-in-time recovery reaches back', () => {
    const [, days] = /reaches back (\d+) days/.exec(entry('Restore a table')) ?? [];
    // 35 days are what DynamoDB keeps where nothing else is asked for.
    expect(
      resourcesOf('AWS::DynamoDB::Table').map(([, { PointInTimeRecoverySpecification: asked }]) => asked),
    ).toEqual([{ PointInTimeRecoveryEnabled: true }, { PointInTimeRecoveryEnabled: true }]);
    expect(days).toBe('35');
  });

  test('what a removal of the prod stack leaves', () => {
    const left = resourcesOf('AWS::DynamoDB::Table').length;
    expect(figures(entry('Restore a table').split('prod stack was removed').at(-1) ?? '')).toEqual([left]);
    expect(params.prod).toMatchObject({ tableRemoval: 'Retain', tableProtection: true });
  });
});

describe('a roll-back', () => {
  const text = oneLine(entry('Roll back'));

  test('is made by the alarms of the page', () => {
    const named = [...text.matchAll(/_([a-z ]+)_/g)].map(([, name]) => name);
    const watched = custom.rollback.alarms.map((id) => alarms.get(id)).filter((alarm) => alarm !== undefined);
    expect(named).toEqual(watched.map((alarm) => headingOf(alarm).toLowerCase()));
  });

  test('is made within the minutes of the page, from the versions of the page', () => {
    const said = text.slice(text.indexOf('A deployment to prod'));
    const versions = provider.pruneFunctionVersions.number;
    expect(figures(said)).toEqual([Number(params.prod['rollbackMonitoringMinutes']), versions]);
    expect(params.default['rollbackMonitoringMinutes']).toBe(0);
    expect(provider.deploymentBucket.maxPreviousDeploymentArtifacts).toBe(versions);
  });
});

describe('every name of the page exists:', () => {
  const stack = deploymentText
    .replaceAll('${self:custom.name}', 'workflow-executor-$STAGE')
    .replaceAll('${self:service}-${sls:stage}', 'workflow-executor-$STAGE');

  const names = runbook.match(/workflow-executor-\$STAGE-(?!executions-restored)[a-z-]+/g);

  test.each([...new Set(names)])('%s', (name) => {
    expect(new RegExp(`:\\s?${name.replace('$', '\\$')}'?$`, 'm').test(stack)).toBe(true);
  });

  const mentions = [...runbook.matchAll(/[Ss]aved\s+query\s+`([a-z ,]+)`|then `([a-z ]+)` for/g)];
  const queries = mentions.map(([, first, second]) => first ?? second ?? '');

  const saved = resourcesOf('AWS::Logs::QueryDefinition').map(([, { Name }]) => String(Name));

  test.each([...new Set(queries)])('the query %s', (name) => {
    expect(saved).toContain(`\${self:custom.name}/${name}`);
  });

  test('every saved query is named', () => {
    expect([...new Set(queries)].toSorted()).toEqual(
      saved.map((name) => name.replace(/^.*\//, '')).toSorted(),
    );
  });

  // Names that AWS or its client gives. Exceptions are sent to the service in runbook-answers.test.ts.
  const ofAws =
    /Exception$|^(?:AbortError|AuthorizationError|DeletedTableBackup|ErrorCode|ErrorMessage|InternalServerError|NotFound|ParameterNotFound|TimeoutError)$/;
  const library = readdirSync(join(import.meta.dirname, '../lib'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => source(`lib/${path}`))
    .join('\n');

  test.each(spans(/^(?:[A-Z][a-z]+){2,}$/).filter((name) => !ofAws.test(name)))('the name %s', (name) => {
    expect(library.includes(name) || deploymentText.includes(name)).toBe(true);
  });

  const parameters = [
    ...spans(/^[a-z]+(?:[A-Z][a-z]+)+$/),
    ...[...runbook.matchAll(/--param (\w+)=/g)].map(([, name = '']) => name),
  ];

  test.each([...new Set(parameters)])('the parameter %s', (name) => {
    expect(params.default).toHaveProperty(name);
  });

  const variables = spans(/^(?:LOG|RETENTION|REMINDER|DEFAULT|SERVICE)_[A-Z_]+$/).filter(
    (name) => !/^REMINDER_(?:DELIVERED|FAILED)$/.test(name),
  );

  test.each(variables)('the variable %s', (name) => {
    const { properties } = JSON.parse(source('schemas/config.schema.json')) as { properties: object };
    const ofAdapters = adapterModules.map((module) => module.variables.properties);
    expect(Object.assign({}, properties, ...ofAdapters)).toHaveProperty(name);
  });

  test.each(spans(/^(?:scheduler|iam|lambda|sns|sqs|dynamodb):[A-Z]\w+$/))('the right %s', (right) => {
    expect(deploymentText.includes(right)).toBe(true);
  });

  const titles = [...oneLine(runbook).matchAll(/(?<![\w`])_([A-Z][^_`]+)_(?!\w)/g)].map(
    ([, title = '']) => title,
  );

  const { widgets } = JSON.parse(dashboard.Dashboard.Properties.DashboardBody['Fn::Sub']) as {
    widgets: readonly { readonly properties: { readonly title?: string } }[];
  };

  test.each(titles.filter((title) => title !== 'Concurrent executions'))('on the dashboard, %s', (title) => {
    expect(widgets.map(({ properties }) => properties.title)).toContain(title);
  });

  const anchors = [...runbook.matchAll(/\(#([a-z_-]+)\)/g)].map(([, anchor]) => anchor);

  test.each([...new Set(anchors)])('the heading #%s', (anchor) => {
    expect(headings().map((heading) => heading.toLowerCase().replaceAll(' ', '-'))).toContain(anchor);
  });
});
