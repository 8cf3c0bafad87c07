import { commands, Uri } from 'vscode';
import { MOST_REPORTED } from '../contract/formats/inspection';
import type { LabRun } from '../runs/labRun';
import type { Services } from './services';

/** Writes the report of a run, or a comparison of several, into the folder of the first, and shows it. */
export async function showReport({ inspector }: Pick<Services, 'inspector'>, runs: readonly LabRun[]): Promise<void> {
  if (runs.length === 0) return;
  if (runs.length > MOST_REPORTED) throw new Error(`Write Report: at most ${MOST_REPORTED} runs at once, not ${runs.length}.`);
  const { file } = await inspector.ask({ type: 'report', folders: runs.map(({ folder }) => folder) });
  await commands.executeCommand('markdown.showPreview', Uri.file(file));
}
