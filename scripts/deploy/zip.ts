// Owns writing a zip archive whose bytes depend on its files' names and contents alone: no clock, no owner, no order of the disk.
// Leaves what goes into it to its caller. Format: PKWARE APPNOTE 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16.

import { crc32, deflateRawSync } from 'node:zlib';

interface Entry {
  readonly name: string;
  readonly content: Buffer;
}

// 1980-01-01 00:00, the earliest that the format knows, so that the same bundle gives the same archive and a deployment of it is a no-op.
const date = 0x0021;
const utf8Names = 0x0800;
const deflate = 8;
// Made on Unix, regular file, rw-r--r--: Lambda runs as another user and must be able to read.
const unixFile = (0o100644 << 16) >>> 0;

/** The archive of `entries`, in the order of their names. */
export function zip(entries: readonly Entry[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const packed = deflateRawSync(content, { level: 9 });
    const fileName = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(utf8Names, 2);
    shared.writeUInt16LE(deflate, 4);
    shared.writeUInt16LE(0, 6);
    shared.writeUInt16LE(date, 8);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(fileName.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(unixFile, 6);
    place.writeUInt32LE(offset, 10);
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), shared, fileName, packed]);
    bodies.push(body);
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), shared, place, fileName);
    offset += body.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, central, Buffer.from('PK\x05\x06'), end]);
}
