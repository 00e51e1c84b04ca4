// A request to a service under test, and its response.

export type SentBytes = { readonly body: Uint8Array; readonly headers: Readonly<Record<string, string>> };
export type ReceivedResponse = {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
export type Send = (request: SentBytes) => Promise<ReceivedResponse>;
