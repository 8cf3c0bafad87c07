import { ownTableOf } from './ownTables';

/** What says which epoch or step a row of a CSV log is of, the finest first. */
export const stepColumns: readonly string[] = ['_step', 'step', 'global_step', 'epoch', 'iteration'];

/** Whether the head of a CSV file is that of a log of one run: it has a column of epochs or steps, and another one. */
export function isLogHead(head: readonly string[]): boolean {
  return head.length >= 2 && ownTableOf(head) === undefined && head.some(name => stepColumns.includes(name.toLowerCase()));
}
