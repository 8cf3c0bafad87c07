/** What is used of sql.js, which brings no types. */
declare module 'sql.js' {
  export type SqlValue = number | string | Uint8Array | null;

  export interface Statement {
    step(): boolean;
    get(): SqlValue[];
    free(): boolean;
  }

  export interface Database {
    run(sql: string): Database;
    prepare(sql: string, values?: SqlValue[]): Statement;
    /** Its bytes, as a file has them. */
    export(): Uint8Array;
    close(): void;
  }

  const initSqlJs: (options: { readonly wasmBinary: Uint8Array }) => Promise<{ readonly Database: new (bytes: Uint8Array) => Database }>;
  // oxlint-disable-next-line import/no-default-export
  export default initSqlJs;
}
