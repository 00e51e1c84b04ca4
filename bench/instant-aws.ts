// Answers every call of DynamoDB and SNS with success, at once, and keeps nothing. Runs in a process of its own.
import { createServer } from 'node:http';
import { crc32 } from 'node:zlib';

const published =
  '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-crc32': crc32('{}'),
  'x-amzn-requestid': 'A'.repeat(52),
};

const server = createServer({ keepAliveTimeout: 600_000, requestTimeout: 0 }, (request, response) => {
  request.resume().on('end', () => {
    if (request.headers['x-amz-target'] === undefined) response.end(published);
    else response.writeHead(200, headers).end('{}');
  });
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit(0));
