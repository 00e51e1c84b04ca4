// Answers every call of AWS and of the outside systems with success, at once, and keeps nothing. Runs in a process of its own.
import { createServer, type ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';

const published =
  '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-crc32': crc32('{}'),
  'x-amzn-requestid': 'A'.repeat(52),
};
const parameter = JSON.stringify({ Parameter: { Value: `whsec_${Buffer.alloc(24).toString('base64')}` } });
const token = JSON.stringify({ access_token: 'token', expires_in: 3600, token_type: 'Bearer' });

/** The outside systems, by path; an event of Google is called what it was sent as. */
function answerOutside(path: string, sent: string, response: ServerResponse): void {
  if (path === '/token') response.setHeader('content-type', 'application/json').end(token);
  else if (path.startsWith('/calendar/v3/')) response.end(sent);
  else response.writeHead(201).end();
}

const server = createServer({ keepAliveTimeout: 600_000, requestTimeout: 0 }, (request, response) => {
  const { url: path = '/', headers: sent } = request;
  const target = sent['x-amz-target'];
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (path !== '/') answerOutside(path, String(Buffer.concat(chunks)), response);
    else if (target === undefined) response.end(published);
    else if (target === 'AmazonSSM.GetParameter') response.end(parameter);
    else response.writeHead(200, headers).end('{}');
  });
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit(0));
