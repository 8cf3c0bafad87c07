import { describeAuthor } from '../../processes/author';

/** The name under which a run or a plan would be kept in a folder now: whose it is not, is another's. */
export function ownAuthor(runsFolder: string): Promise<string | null> {
  return describeAuthor(runsFolder);
}
