// Owns finding the fields that a Logs Insights query reads, so that they can be looked for in real lines.
// Knows just the commands and functions that the saved queries use; another one is taken for a field and found missing.

const words = new Set(
  (
    'fields filter stats sort limit by as and or not in like asc desc ' +
    'count count_distinct latest max min coalesce ispresent'
  ).split(' '),
);

/** Names of the fields that `query` reads; `@` fields, which CloudWatch adds, and names given by `as` left out. */
export function fieldsOf(query: string): string[] {
  const bare = query
    .replaceAll(/"[^"]*"/g, ' ')
    .replaceAll(/\/(?:[^/\\]|\\.)*\//g, ' ')
    .replaceAll('count(*)', 'count()');
  const given = new Set([...bare.matchAll(/\bas\s+(\w+)/g)].map(([, name]) => name));
  const names = [...bare.matchAll(/@?[A-Za-z_][\w.]*/g)].map(([name]) => name);
  return [...new Set(names)].filter((name) => !name.startsWith('@') && !words.has(name) && !given.has(name));
}
