// Owns the pages beside the API: Swagger UI from its npm package, without a CDN, and the OpenAPI document it shows.

import { readFileSync } from 'node:fs';
import type { Page } from './gateway.ts';

const openApiFile = new URL('../../schemas/openapi.json', import.meta.url);
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

const startScript = readFileSync(new URL('./docs-start.js', import.meta.url));

const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** The page at `path`, or where to look instead, or nothing when there is none. */
export function docsPage(path: string): Page | { readonly location: string } | undefined {
  if (path === '/' || path === '/docs/') return { location: '/docs' };
  if (path === '/docs') return { contentType: 'text/html; charset=utf-8', body: html };
  if (path === '/docs/start.js') return { contentType: 'text/javascript; charset=utf-8', body: startScript };
  if (path === '/openapi.json') return { contentType: 'application/json', body: localOpenApi() };
  const name = path.startsWith('/docs/') ? path.slice('/docs/'.length) : '';
  const contentType = Object.hasOwn(assets, name) ? assets[name] : undefined;
  return contentType === undefined
    ? undefined
    : { contentType, body: readFileSync(new URL(name, assetFolder)) };
}

// The document is written for any deployment; here it speaks of this server, so that "Try it out" calls it.
function localOpenApi(): string {
  const document = JSON.parse(readFileSync(openApiFile, 'utf8')) as Record<string, unknown>;
  return JSON.stringify({ ...document, servers: [{ url: '/', description: 'this server' }] });
}
