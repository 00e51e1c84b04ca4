// Fetches DynamoDB Local before the first test, where Java can run it, so that its suites are not skipped for want of a download.
import { fetchDynamoDbLocal, isDynamoDbLocalFetched } from '../../scripts/dynamodb-local.ts';
import { hasJava } from './optional-tools.ts';

/** Jest's global set-up. A failed download is no failure here: the suites are then skipped with a line, or fail in CI. */
export default function fetchOptionalTools(): void {
  if (isDynamoDbLocalFetched() || !hasJava()) return;
  process.stderr.write('Fetching DynamoDB Local (57 MB, once) …\n');
  try {
    fetchDynamoDbLocal();
  } catch (error) {
    process.stderr.write(
      `It could not be fetched: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
}
