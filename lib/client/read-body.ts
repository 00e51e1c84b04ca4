// Reads the body of an answer, up to a size that no answer of the service comes near.

export const maxAnswerBytes = 1 << 20;

/** @throws if the body is cut short, or larger than `maxAnswerBytes`: the rest is then not read */
export async function readBody({ body }: Response): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return join(chunks, bytes);
    chunks.push(value);
    bytes += value.byteLength;
    if (bytes <= maxAnswerBytes) continue;
    await reader.cancel();
    throw new Error(`the answer is over ${maxAnswerBytes} bytes`);
  }
}

function join(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
