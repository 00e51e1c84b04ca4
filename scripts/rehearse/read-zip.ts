// Owns reading a zip archive by its central directory, so that what was written is judged by another reading of the format.
import { crc32, inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
}

/** @throws when a checksum or a signature is wrong. */
export function readZip(archive: Buffer): ZipEntry[] {
  const end = archive.lastIndexOf('PK\x05\x06');
  let position = archive.readUInt32LE(end + 16);
  return Array.from({ length: archive.readUInt16LE(end + 10) }, () => {
    if (archive.readUInt32LE(position) !== 0x02014b50)
      throw new Error('no entry where the directory should have one');
    const [sum, packedLength] = [archive.readUInt32LE(position + 16), archive.readUInt32LE(position + 20)];
    const [nameLength, extraLength] = [
      archive.readUInt16LE(position + 28),
      archive.readUInt16LE(position + 30),
    ];
    const local = archive.readUInt32LE(position + 42);
    const name = archive.toString('utf8', position + 46, position + 46 + nameLength);
    position += 46 + nameLength + extraLength + archive.readUInt16LE(position + 32);
    if (archive.readUInt32LE(local) !== 0x04034b50)
      throw new Error(`${name} is not where the directory says`);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(from, from + packedLength));
    if (crc32(content) !== sum) throw new Error(`${name} has another checksum`);
    return { name, content };
  });
}
