// Owns: fetching DynamoDB Local before the first test where Java is there to run it, so that its suites are not left out for nothing.
import { fetchDynamoDbLocal, isDynamoDbLocalFetched } from '../../scripts/dynamodb-local.ts';
import { isJavaThere } from './extras.ts';

/** Jest's global set-up. A failed fetch is no failure here: the suites are then left out with a line, or fail in CI. */
export default function fetchExtras(): void {
  if (isDynamoDbLocalFetched() || !isJavaThere()) return;
  process.stderr.write('Fetching DynamoDB Local (57 MB, once) …\n');
  try {
    fetchDynamoDbLocal();
  } catch (error) {
    process.stderr.write(
      `It could not be fetched: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
}
