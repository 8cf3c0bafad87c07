import { openDatabase } from '../../../src/foreign/mlflow/openDatabase';
import { programs } from './fixtures';

const PAGE = 512;
/** Pages of a tree one below the other; SQLite itself follows twenty. */
const DEPTH = 12;

/** A database of MLflow with one run and one value, in pages of 512 bytes, and the page that the tree of its metrics begins in. */
async function smallDatabase(): Promise<{ readonly bytes: Buffer; readonly metrics: number }> {
  const database = await openDatabase(new Uint8Array(), programs);
  database.run(
    `PRAGMA page_size = ${PAGE}; CREATE TABLE runs (run_uuid, lifecycle_stage); CREATE TABLE metrics (run_uuid, key, value, timestamp, step, is_nan);`,
  );
  database.run("INSERT INTO runs VALUES ('a', 'active'); INSERT INTO metrics VALUES ('b', 'loss', 1, 1, 1, 0);");
  const statement = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'metrics'");
  statement.step();
  const [metrics] = statement.get();
  statement.free();
  const bytes = Buffer.from(database.export());
  database.close();
  return { bytes, metrics: Number(metrics) };
}

/**
 * A database of some kilobytes whose metrics are read for thousands of years: each page of their tree leads to the next one seventy times, and
 * the last one holds a value of another run.
 */
export async function endlessDatabase(): Promise<Buffer> {
  const { bytes, metrics } = await smallDatabase();
  const leaf = bytes.subarray((metrics - 1) * PAGE, metrics * PAGE);
  const pages = bytes.length / PAGE;
  const inner = Array.from({ length: DEPTH }, (_, i) => innerPage(pages + i + 1));
  const all = Buffer.concat([bytes, ...inner.slice(1), leaf]);
  inner[0]!.copy(all, (metrics - 1) * PAGE);
  all.writeUInt32BE(all.length / PAGE, 28);
  return all;
}

/** A page of a tree of rows that leads only to another one (https://www.sqlite.org/fileformat.html#b_tree_pages). */
function innerPage(child: number): Buffer {
  const page = Buffer.alloc(PAGE);
  const [head, pointer, cell] = [12, 2, 5];
  const cells = Math.floor((PAGE - head) / (pointer + cell));
  page[0] = 5;
  page.writeUInt16BE(cells, 3);
  page.writeUInt16BE(PAGE - cells * cell, 5);
  page.writeUInt32BE(child, 8);
  for (let i = 0; i < cells; i++) {
    const at = PAGE - (i + 1) * cell;
    page.writeUInt16BE(at, head + i * pointer);
    page.writeUInt32BE(child, at);
    page[at + 4] = 1;
  }
  return page;
}
