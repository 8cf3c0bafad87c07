import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { singleQuoted } from '../util/shellWord';

/**
 * Writes the programs `digits` (for shells) and `digits.cmd` (for Windows) into a folder.
 * @param runtime the editor's own program, which is Node when it is asked to be
 * @param program what it runs
 */
export async function writeCommandShims(folder: string, runtime: string, program: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const shell = path.join(folder, 'digits');
  // What waits for a cluster starts it when the runtime and the program may be others: by this name, which stays.
  const variables = `ELECTRON_RUN_AS_NODE=1 DIGITS_SHIM=${singleQuoted(shell)}`;
  await writeFile(shell, `#!/bin/sh\n${variables} exec ${singleQuoted(runtime)} ${singleQuoted(program)} "$@"\n`);
  await chmod(shell, 0o755);
  // A percent sign in a path would be a variable.
  const [ofRuntime, ofProgram] = [runtime, program].map(file => file.replaceAll('%', '%%'));
  await writeFile(
    path.join(folder, 'digits.cmd'),
    `@echo off\r\nsetlocal\r\nset ELECTRON_RUN_AS_NODE=1\r\n"${ofRuntime}" "${ofProgram}" %*\r\n`,
  );
}
