import { grouped } from '../../util/format';
import { ForeignError } from '../foreignError';

/** What a file of SQLite begins with. */
export const SQLITE_HEAD = 'SQLite format 3\0';

/** The head of a file, at the beginning of its first page. */
const HEAD_BYTES = 100;

/**
 * Whether a file is as large as its head says, before SQLite reads it (https://www.sqlite.org/fileformat.html#the_database_header).
 * @throws {ForeignError} if it is no database of SQLite, or a part of it is missing
 */
export function checkDatabaseHead(bytes: Buffer, file: string): void {
  if (bytes.length < HEAD_BYTES || bytes.toString('latin1', 0, SQLITE_HEAD.length) !== SQLITE_HEAD)
    throw new ForeignError(`${file}: this is no database of SQLite.`);
  const told = bytes.readUInt16BE(16);
  const pageBytes = told === 1 ? 65_536 : told;
  if (pageBytes < 512 || (pageBytes & (pageBytes - 1)) !== 0)
    throw new ForeignError(
      `${file}: this database is damaged: a page of it has ${pageBytes} bytes; expected a power of two from 512 to 65,536.`,
    );
  // Older versions do not keep the number of pages up to date, and say so by the number of the change that it was right at.
  const isCurrent = bytes.readUInt32BE(24) === bytes.readUInt32BE(92) && bytes.readUInt32BE(28) > 0;
  const pages = isCurrent ? bytes.readUInt32BE(28) : Math.ceil(bytes.length / pageBytes);
  if (bytes.length < pages * pageBytes || bytes.length % pageBytes !== 0)
    throw new ForeignError(
      `${file}: a part of this database is missing, or it is damaged: it has ${grouped(bytes.length)} bytes; expected ${grouped(pages)} pages of ${grouped(pageBytes)} bytes. Copy it again while nothing writes into it.`,
    );
}
