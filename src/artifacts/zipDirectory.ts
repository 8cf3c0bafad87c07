/** The table at the end of a ZIP archive (PKWARE's APPNOTE, 4.3 and 4.5), as far as an `.npz` of NumPy needs it. */

export interface ZipMember {
  readonly name: string;
  /** 0: as it is; 8: deflated. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its own head lies in the archive. */
  readonly offset: number;
}

const END = Buffer.from('PK\u0005\u0006', 'latin1');
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const MEMBER = 0x02014b50;
const HEAD = 0x04034b50;

/** Stands for a number that is in the extra field of ZIP64. */
const ELSEWHERE = 0xffffffff;
const LONGEST_COMMENT = 65_535;
/** What is behind that of a name is not read. */
const LONGEST_NAME = 200;

/**
 * The members that an archive says it has.
 * @param most more than these are refused
 * @throws {Error} that says what is wrong; the archive's name is the caller's to add
 */
export function zipMembers(archive: Buffer, most: number): ZipMember[] {
  const { count, offset, bytes } = directoryOf(archive);
  if (count > most) throw new Error(`it says that it has ${count} members; expected at most ${most}`);
  if (offset + bytes > archive.length) throw new Error('its directory goes on behind its end');
  const members: ZipMember[] = [];
  let at = offset;
  for (let i = 0; i < count; i++) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== MEMBER) throw new Error(`member ${i} is not where its directory says`);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(field => archive.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const extra = archive.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const large = largeNumbers(extra);
    const [packedBytes, size, begin] = [20, 24, 42].map(field => archive.readUInt32LE(at + field)) as [number, number, number];
    // They stand there in this order, and only those that the fixed fields have no room for.
    const [bytes, packed, head] = [size, packedBytes, begin].map(number => (number === ELSEWHERE ? large.next().value : number));
    members.push({
      name: archive.toString('utf8', at + 46, at + 46 + Math.min(nameLength, LONGEST_NAME)),
      method: archive.readUInt16LE(at + 10),
      isEncrypted: (archive.readUInt16LE(at + 8) & 1) === 1,
      crc32: archive.readUInt32LE(at + 16),
      packedBytes: packed!,
      bytes: bytes!,
      offset: head!,
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return members;
}

/** What lies of a member in the archive. @throws {Error} if it lies outside of it */
export function packedMember(archive: Buffer, { offset, packedBytes, name }: ZipMember): Buffer {
  const isThere = offset + 30 <= archive.length && archive.readUInt32LE(offset) === HEAD;
  const begin = isThere ? offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28) : Infinity;
  if (begin + packedBytes > archive.length) throw new Error(`${name} is not where the archive's directory says`);
  return archive.subarray(begin, begin + packedBytes);
}

function directoryOf(archive: Buffer): { readonly count: number; readonly offset: number; readonly bytes: number } {
  const tail = Math.max(0, archive.length - 22 - LONGEST_COMMENT);
  const end = tail + archive.subarray(tail).lastIndexOf(END);
  // Not found is one before the tail.
  if (end < tail || end + 22 > archive.length)
    throw new Error('it does not end as a ZIP archive does: it was not written to its end, or is something else');
  const [count, bytes, offset] = [archive.readUInt16LE(end + 10), archive.readUInt32LE(end + 12), archive.readUInt32LE(end + 16)];
  if (count !== 0xffff && bytes !== ELSEWHERE && offset !== ELSEWHERE) return { count, bytes, offset };
  const locator = end - 20;
  const end64 = locator >= 0 && archive.readUInt32LE(locator) === LOCATOR_64 ? whole(archive, locator + 8) : Infinity;
  if (end64 + 56 > archive.length || archive.readUInt32LE(end64) !== END_64) throw new Error('its directory is not where its end says');
  return { count: whole(archive, end64 + 32), bytes: whole(archive, end64 + 40), offset: whole(archive, end64 + 48) };
}

/** The numbers of 64 bits in the extra field of a member. */
function* largeNumbers(extra: Buffer): Generator<number, number> {
  let at = 0;
  while (at + 4 <= extra.length) {
    const [kind, length] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)];
    const end = Math.min(at + 4 + length, extra.length);
    if (kind === 1) for (let number = at + 4; number + 8 <= end; number += 8) yield whole(extra, number);
    at += 4 + length;
  }
  return Infinity;
}

/** A number of 64 bits; one that no archive has room for is Infinity. */
function whole(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigUInt64LE(at));
  return Number.isSafeInteger(value) ? value : Infinity;
}
