// Reads a parameter of serverless.yml, for the settings that depend on one.

/** What osls gives a function that serverless.yml names. */
export type Context = {
  /** The value of a variable such as `param:jwtIssuer, ''`; the part after the comma is the value where there is none. */
  readonly resolveVariable: (address: string) => Promise<unknown>;
};

/** The value without white space around it; empty where the parameter is not declared. */
export async function readParameter({ resolveVariable }: Context, name: string): Promise<string> {
  const value = await resolveVariable(`param:${name}, ''`);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    throw new Error(`param ${name} must be a text or a number`);
  return String(value).trim();
}
