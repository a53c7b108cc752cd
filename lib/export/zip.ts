import { promisify } from "node:util";
import { crc32, deflateRaw, deflateRawSync } from "node:zlib";

const deflate = promisify(deflateRaw);

interface Entry {
  name: Buffer;
  crc: number;
  packed: number;
  size: number;
  offset: number;
  at: Date;
}

/** A hand-over to another thread costs more than packing this much here. */
const smallBytes = 50_000;
const max32 = 0xffffffff;
const max16 = 0xffff;

/**
 * A ZIP archive while its files are made: one file is in memory at a time, of the others only their line in the directory. Larger than
 * 4 GB or 65,535 files it is a ZIP64 archive. Format: APPNOTE.TXT of PKWARE, sections 4.3 to 4.5.
 */
export async function* zipOf(
  files: AsyncIterable<{ name: string; text: string; at: Date }>,
): AsyncGenerator<Uint8Array> {
  const entries: Entry[] = [];
  let offset = 0;
  for await (const { name, text, at } of files) {
    const data = Buffer.from(text);
    const packed = data.length < smallBytes ? deflateRawSync(data) : await deflate(data);
    const entry = { name: Buffer.from(name), crc: crc32(data), packed: packed.length, size: data.length, offset, at };
    const head = localHead(entry);
    entries.push(entry);
    yield head;
    yield packed;
    offset += head.length + packed.length;
  }
  const start = offset;
  for (const entry of entries) {
    const line = directoryLine(entry);
    yield line;
    offset += line.length;
  }
  yield endOf(entries.length, offset - start, start);
}

/** Version to read, flags (names are UTF-8), method, time, checksum and sizes: the same in both places. */
function common({ crc, packed, size, name, at }: Entry): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(45, 0);
  bytes.writeUInt16LE(0x0800, 2);
  bytes.writeUInt16LE(8, 4);
  bytes.writeUInt16LE((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1), 6);
  const year = Math.min(127, Math.max(0, at.getUTCFullYear() - 1980));
  bytes.writeUInt16LE((year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(), 8);
  bytes.writeUInt32LE(crc, 10);
  bytes.writeUInt32LE(packed, 14);
  bytes.writeUInt32LE(size, 18);
  bytes.writeUInt16LE(name.length, 22);
  return bytes;
}

function localHead(entry: Entry): Buffer {
  return Buffer.concat([u32(0x04034b50), common(entry), u16(0), entry.name]);
}

function directoryLine(entry: Entry): Buffer {
  const isFar = entry.offset >= max32;
  // The field of ZIP64 for an offset that has no room in 32 bits.
  const more = isFar ? Buffer.concat([u16(1), u16(8), u64(entry.offset)]) : Buffer.alloc(0);
  const rest = [u16(more.length), u16(0), u16(0), u16(0), u32(0), u32(isFar ? max32 : entry.offset)];
  return Buffer.concat([u32(0x02014b50), u16(45), common(entry), ...rest, entry.name, more]);
}

function endOf(count: number, size: number, start: number): Buffer {
  const isLarge = count >= max16 || start >= max32 || size >= max32;
  const large = isLarge
    ? [
        ...[u32(0x06064b50), u64(44), u16(45), u16(45), u32(0), u32(0), u64(count), u64(count), u64(size), u64(start)],
        ...[u32(0x07064b50), u32(0), u64(start + size), u32(1)],
      ]
    : [];
  const counts = [u16(Math.min(count, max16)), u16(Math.min(count, max16))];
  const places = [u32(Math.min(size, max32)), u32(Math.min(start, max32))];
  return Buffer.concat([...large, u32(0x06054b50), u16(0), u16(0), ...counts, ...places, u16(0)]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
