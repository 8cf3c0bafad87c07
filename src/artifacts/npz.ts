/** NumPy's archives of arrays: a ZIP archive of `.npy` files, stored or deflated. */
import { crc32, inflateRawSync } from 'node:zlib';
import { messageOf } from '../util/messageOf';
import { decodeNpy, type NpyArray } from './npy';
import { packedMember, zipMembers, type ZipMember } from './zipDirectory';

/** No archive of arrays that are meant has more members. */
const MOST_MEMBERS = 1_000;

/** Deflate makes of nothing but zeros at most 1,032 bytes of one. */
const MOST_INFLATION = 1_032;

export interface NpzArray {
  /** Without `.npy`, as `np.load` calls it. */
  readonly name: string;
  /** @throws {Error} that names archive and array, and says what is wrong */
  readonly read: () => NpyArray;
}

/**
 * The arrays of an `.npz` archive; each is unpacked when it is read.
 * @param mostBytes no array may have more, unpacked
 * @param file the archive's name, for errors
 * @throws {Error} that names the file and says what is wrong
 */
export function npzArrays(archive: Buffer, mostBytes: number, file: string): NpzArray[] {
  try {
    const members = zipMembers(archive, MOST_MEMBERS).filter(({ name }) => name.endsWith('.npy'));
    return members.map(member => {
      const name = member.name.slice(0, -'.npy'.length);
      return { name, read: () => decodeNpy(unpacked(archive, member, { mostBytes, file }), `${file}, ${member.name}`) };
    });
  } catch (error) {
    throw new Error(`${file}: this is no archive of NumPy arrays (.npz): ${messageOf(error)}.`, { cause: error });
  }
}

function unpacked(archive: Buffer, member: ZipMember, { mostBytes, file }: { readonly mostBytes: number; readonly file: string }): Buffer {
  const { name, method, isEncrypted, bytes, packedBytes } = member;
  try {
    if (isEncrypted) throw new Error('it is encrypted; save it without a password');
    if (method !== 0 && method !== 8) throw new Error(`it is packed by method ${method}; expected stored or deflated, as np.savez does`);
    if (bytes > mostBytes) throw new Error(`it says that it has ${bytes} bytes; expected at most ${mostBytes}`);
    if (bytes > (method === 0 ? packedBytes : packedBytes * MOST_INFLATION + 64))
      throw new Error(`it says that it has ${bytes} bytes, which its ${packedBytes} bytes in the archive cannot hold`);
    const packed = packedMember(archive, member);
    const content = method === 0 ? packed : inflated(packed, bytes);
    if (content.length !== bytes) throw new Error(`it has ${content.length} bytes; the archive says ${bytes}`);
    if (crc32(content) !== member.crc32) throw new Error('its checksum is wrong: the archive is damaged');
    return content;
  } catch (error) {
    throw new Error(`${file}, ${name}: cannot be unpacked: ${messageOf(error)}.`, { cause: error });
  }
}

/** @throws {Error} if there are more bytes than that, as soon as there are */
function inflated(packed: Buffer, bytes: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE')
      throw new Error(`the archive is damaged (${messageOf(error)})`, { cause: error });
    throw new Error(`it has more than the ${bytes} bytes that the archive says`, { cause: error });
  }
}
