/** A database of SQLite that may be a stranger's, read from memory by SQLite as WebAssembly: nothing on the disk is opened or changed. */
import path from 'node:path';
import type { Database, SqlValue } from 'sql.js';
import { fileSizeIn, fileStampIn, readFileIn } from '../../files/readFiles';
import { asForeignError, ForeignError } from '../foreignError';
import { checkDatabaseHead } from './databaseHead';

/** All of it is in memory, twice. */
const LIMIT_BYTES = 512_000_000;

/** Where SQLite writes first, in the mode WAL; what only stands there is not in the file. */
const WAL = '-wal';

/** No database of MLflow has more tables, or columns in one. */
const MOST_TABLES = 1_000;

export type Row = readonly SqlValue[];

/** Where a database lies. */
export interface DatabaseFile {
  readonly folder: string;
  readonly name: string;
  /** The folder that SQLite as WebAssembly lies in. */
  readonly programs: string;
}

/** The database that was used last, which stays open: its runs are read one after the other. */
let last: { readonly stamp: string; readonly tables: Tables } | undefined;
/** When the one that uses it now has done so. */
let turn: Promise<unknown> = Promise.resolve();

/** Tables of a database. */
export class Tables {
  private constructor(
    private readonly database: Database,
    readonly file: string,
    private readonly columns: ReadonlyMap<string, ReadonlySet<string>>,
  ) {}

  /**
   * Calls `use` with the tables of a database. One database is open at a time.
   * @throws {ForeignError} if it is none, or what `use` throws
   */
  static use<T>(where: DatabaseFile, use: (tables: Tables) => T): Promise<T> {
    const used = turn.then(async () => {
      try {
        return use(await Tables.of(where));
      } catch (error) {
        Tables.close();
        throw asForeignError(error, path.join(where.folder, where.name));
      }
    });
    turn = used.catch(() => undefined);
    return used;
  }

  private static async of({ folder, name, programs }: DatabaseFile): Promise<Tables> {
    const file = path.join(folder, name);
    const stamp = `${file} ${(await fileStampIn(folder, name))?.text}`;
    if (last?.stamp === stamp) return last.tables;
    Tables.close();
    const bytes = await readFileIn(folder, name, LIMIT_BYTES);
    if (!bytes) throw new ForeignError(`${file}: there is no such file any more.`);
    checkDatabaseHead(bytes, file);
    await checkNoWal(folder, name);
    const { openDatabase } = await import('./openDatabase');
    const database = await openDatabase(bytes, programs);
    try {
      const tables = new Tables(database, file, tablesOf(database));
      last = { stamp, tables };
      return tables;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  private static close(): void {
    last?.tables.database.close();
    last = undefined;
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
  for (const [name, sql] of firstRows(database, "SELECT name, sql FROM sqlite_schema WHERE type = 'table'")) {
    if (typeof name !== 'string' || !/^[a-z_]{1,60}$/.test(name)) continue;
    if (typeof sql !== 'string' || /\bVIRTUAL\b|\bGENERATED\b|\bAS\s*\(/i.test(sql)) continue;
    tables.set(name, new Set(firstRows(database, `PRAGMA table_info("${name}")`).map(([, column]) => String(column))));
  }
  return tables;
}

function firstRows(database: Database, sql: string): Row[] {
  const statement = database.prepare(sql);
  const rows: Row[] = [];
  try {
    while (rows.length < MOST_TABLES && statement.step()) rows.push(statement.get());
    return rows;
  } finally {
    statement.free();
  }
}

async function checkNoWal(folder: string, name: string): Promise<void> {
  if (((await fileSizeIn(folder, `${name}${WAL}`)) ?? 0) > 0)
    throw new ForeignError(
      `${path.join(folder, name)}: a part of it is still in ${name}${WAL}. End the MLflow server, or run sqlite3 ${name} 'PRAGMA wal_checkpoint(TRUNCATE)', and import it again.`,
    );
}
