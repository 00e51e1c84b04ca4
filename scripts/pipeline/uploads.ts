// Responsible for removing the uploads of deployments that failed. osls keeps the newest few uploads of all, so that after some
// failures in a row the deployed version's own upload would be gone, and with it the way back to it.

import { DeleteObjectsCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { uploadsOf } from './version.ts';

/** Removes the uploads of `stage` that are newer than `timestamp`, and says how many objects that were. */
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
