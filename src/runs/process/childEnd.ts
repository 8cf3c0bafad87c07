import type { ChildProcess } from '../../processes/launch';
import { TextTail } from './textTail';

/** Whether what a process of Node wrote says that it had no memory left. A long trace follows it. */
export function isOutOfMemory(said: string): boolean {
  return /out of memory|Allocation failed|Fatal JavaScript invalid size/i.test(said);
}

/**
 * How a process ended, for a person, with the last of what it wrote. Settles when it is gone; never rejects.
 * @param length of what it wrote, in UTF-16 units
 */
export function childEnd(child: ChildProcess, length?: number): Promise<string> {
  const output = new TextTail(length);
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  return new Promise(resolve => {
    child.on('error', error => {
      if (child.pid === undefined) resolve(`it could not be started: ${error.message}`);
    });
    child.on('close', (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      const said = output.toString();
      resolve(said === '' ? how : `${how}: ${said}`);
    });
  });
}
