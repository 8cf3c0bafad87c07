/** Where runs are kept, and the file of those that wait. */
export interface RunsLocation {
  readonly runsFolder: string;
  readonly queueFile: string;
}
