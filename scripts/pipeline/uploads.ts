// Removes the uploads of deployments that failed. osls keeps only the newest few uploads, so after some failures in a row it would have
// removed that of the deployed version, and nothing could go back to it.

import { DeleteObjectsCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { uploadsOf } from './version.ts';

/** Removes the uploads of `stage` that are newer than `timestamp`; resolves with the number of objects removed. */
export async function removeNewerUploads(bucket: string, stage: string, timestamp: string): Promise<number> {
  const client = new S3Client({});
  const prefix = uploadsOf(stage);
  const newer: { readonly Key: string }[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key = '' } of page.Contents ?? []) {
      const uploaded = /^\d+(?=-)/.exec(Key.slice(prefix.length))?.[0];
      if (uploaded !== undefined && Number(uploaded) > Number(timestamp)) newer.push({ Key });
    }
  }
  if (newer.length === 0) return 0;
  // At most 1,000 keys a request; a failed deployment leaves three.
  const Objects = newer.slice(0, 1_000);
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }),
  );
  const [first] = Errors;
  if (first) throw new Error(`${first.Key ?? 'an upload'} could not be removed: ${first.Message ?? ''}`);
  return Objects.length;
}
