import path from 'node:path';
import initSqlJs, { type Database } from 'sql.js';
import { readFileIn } from '../../files/readFiles';

/** It lies beside the programs. */
const WASM = 'sql-wasm.wasm';
const LIMIT_BYTES = 10_000_000;

/**
 * A database in memory.
 * @param programs the folder that SQLite as WebAssembly lies in
 * @throws {Error} if SQLite does not load, or takes the bytes for no database
 */
export async function openDatabase(bytes: Uint8Array, programs: string): Promise<Database> {
  const wasmBinary = await readFileIn(programs, WASM, LIMIT_BYTES);
  if (!wasmBinary) throw new Error(`${path.join(programs, WASM)} is missing; install Digits Lab again`);
  const { Database } = await initSqlJs({ wasmBinary });
  return new Database(bytes);
}
