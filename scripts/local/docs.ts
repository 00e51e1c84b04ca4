// Gives the docs page: Swagger UI from its npm package, without a CDN, and the OpenAPI document that it shows.

import { readFileSync } from 'node:fs';
import openApi from '../../schemas/openapi.json' with { type: 'json' };
import { executePath, type Page } from './gateway.ts';

const assetFolder = new URL('./', import.meta.resolve('swagger-ui-dist/package.json'));

const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Workflow Executor API</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
    <!-- Swagger UI writes types in lower case; here they are names. -->
    <style>
      .swagger-ui .json-schema-2020-12__attribute--primary { text-transform: none; }
    </style>
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const files: Readonly<Record<string, readonly [contentType: string, file: URL]>> = {
  '/docs/start.js': ['text/javascript; charset=utf-8', new URL('./docs-start.js', import.meta.url)],
  '/docs/swagger-ui.css': ['text/css; charset=utf-8', new URL('swagger-ui.css', assetFolder)],
  '/docs/swagger-ui-bundle.js': [
    'text/javascript; charset=utf-8',
    new URL('swagger-ui-bundle.js', assetFolder),
  ],
  '/docs/favicon-32x32.png': ['image/png', new URL('favicon-32x32.png', assetFolder)],
};

/** The page at `path`, or where to look instead, or nothing when there is none. */
export function docsPage(path: string): Page | { readonly location: string } | undefined {
  if (path === '/' || path === '/docs/') return { location: '/docs' };
  if (path === '/docs') return { contentType: 'text/html; charset=utf-8', body: html };
  if (path === '/openapi.json') return { contentType: 'application/json', body: localOpenApi() };
  const found = Object.hasOwn(files, path) ? files[path] : undefined;
  return found && { contentType: found[0], body: readFileSync(found[1]) };
}

// The document is written for any deployment; here it names this server, so that "Try it out" calls it.
function localOpenApi(): string {
  return JSON.stringify({ ...openApi, servers: [{ url: '/', description: 'this server' }] });
}

/** The request of the document's first example, as one line of JSON. */
export function exampleRequest(): string {
  const { requestBody } = openApi.paths[executePath].post;
  return JSON.stringify(requestBody.content['application/json'].examples.task.value);
}
