// The registry and what is generated from it.
import { expect, test } from '@jest/globals';
import { adapterModules } from '../../../lib/adapters/registry.ts';
import { adapterTable } from '../../../lib/generated/tables.ts';
import { adapterVariables } from '../../../lib/generated/validators.js';

test('no two adapters have the same name', () => {
  const names = adapterModules.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test('each action has the adapters that carry it out, in the order of the registry', () => {
  for (const [action, { names }] of Object.entries(adapterTable)) {
    expect(names).toEqual(
      adapterModules.filter((module) => action in module.actions).map(({ name }) => name),
    );
  }
});

test('the default adapters ask for no account with anyone but AWS', () => {
  expect(Object.values(adapterTable).map(({ names: [usual] }) => usual)).toEqual([
    'record',
    'eventbridge',
    'mock',
  ]);
});

test('the variables of each adapter are validated', () => {
  expect(Object.keys(adapterVariables)).toEqual(adapterModules.map(({ name }) => name));
});

test('two adapters read a variable only if both describe it alike', () => {
  const described = new Map<string, object>();
  for (const [name, schema] of adapterModules.flatMap(({ variables }) =>
    Object.entries(variables.properties),
  )) {
    expect(described.get(name) ?? schema).toEqual(schema);
    described.set(name, schema);
  }
});
