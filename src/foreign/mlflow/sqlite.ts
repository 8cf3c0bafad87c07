/** A database of SQLite that may be a stranger's, read from memory by SQLite as WebAssembly: nothing on the disk is opened or changed. */
import path from 'node:path';
import { readFileIn } from '../../files/readFiles';
import { asForeignError, ForeignError } from '../foreignError';
import type { Database, SqlValue } from 'sql.js';

/** All of it is in memory, twice. */
const LIMIT_BYTES = 512_000_000;

/** What a file of SQLite begins with. */
export const SQLITE_HEAD = 'SQLite format 3\0';

/** Where SQLite writes first, in the mode WAL; what only stands there is not in the file. */
const WAL = '-wal';

export type Row = readonly SqlValue[];

/** Where a database lies. */
export interface DatabaseFile {
  readonly folder: string;
  readonly name: string;
  /** The folder that SQLite as WebAssembly lies in. */
  readonly programs: string;
}

/** Tables of a database. */
export class Tables {
  private constructor(
    private readonly database: Database,
    readonly file: string,
    private readonly columns: ReadonlyMap<string, ReadonlySet<string>>,
  ) {}

  /**
   * Opens a database, calls `use` with its tables, and lets go of it.
   * @throws {ForeignError} if it is none, or what `use` throws
   */
  static async use<T>({ folder, name, programs }: DatabaseFile, use: (tables: Tables) => T): Promise<T> {
    const file = path.join(folder, name);
    let database: Database | undefined;
    try {
      const bytes = await readFileIn(folder, name, LIMIT_BYTES);
      if (!bytes) throw new ForeignError(`${file}: there is no such file any more.`);
      if (bytes.toString('latin1', 0, SQLITE_HEAD.length) !== SQLITE_HEAD)
        throw new ForeignError(`${file}: this is no database of SQLite.`);
      await checkNoWal(folder, name);
      const { openDatabase } = await import('./openDatabase');
      database = await openDatabase(bytes, programs);
      return use(new Tables(database, file, tablesOf(database)));
    } catch (error) {
      throw asForeignError(error, file);
    } finally {
      database?.close();
    }
  }

  /** Whether there is a table of that name with these columns. */
  has(table: string, columns: readonly string[]): boolean {
    const found = this.columns.get(table);
    return found !== undefined && columns.every(column => found.has(column));
  }

  /** The rows of a table, one at a time. @param end of the statement, such as `WHERE …`; its values are given apart */
  *rows(table: string, columns: readonly string[], end = '', values: SqlValue[] = []): Generator<Row> {
    const known = this.columns.get(table) ?? new Set();
    // A later or an older version may lack a column: it has nothing in it then.
    const asked = columns.map(column => (known.has(column) ? `"${column}"` : 'NULL')).join(', ');
    const statement = this.database.prepare(`SELECT ${asked} FROM "${table}" ${end}`, values);
    try {
      while (statement.step()) yield statement.get();
    } finally {
      statement.free();
    }
  }
}

/**
 * The columns of each table. Views, tables of modules and columns that are computed are none: they would be a stranger's program.
 */
function tablesOf(database: Database): Map<string, Set<string>> {
  database.run('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON;');
  const tables = new Map<string, Set<string>>();
  const listed = database.exec("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")[0]?.values ?? [];
  for (const [name, sql] of listed) {
    if (typeof name !== 'string' || !/^[a-z_]{1,60}$/.test(name)) continue;
    if (typeof sql !== 'string' || /\bVIRTUAL\b|\bGENERATED\b|\bAS\s*\(/i.test(sql)) continue;
    const columns = database.exec(`PRAGMA table_info("${name}")`)[0]?.values ?? [];
    tables.set(name, new Set(columns.map(([, column]) => String(column))));
  }
  return tables;
}

async function checkNoWal(folder: string, name: string): Promise<void> {
  const wal = await readFileIn(folder, `${name}${WAL}`, LIMIT_BYTES).catch(() => undefined);
  if (wal && wal.length > 0)
    throw new ForeignError(
      `${path.join(folder, name)}: a part of it is still in ${name}${WAL}. End the MLflow server, or run sqlite3 ${name} 'PRAGMA wal_checkpoint(TRUNCATE)', and import it again.`,
    );
}
