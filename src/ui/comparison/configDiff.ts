import { commands, Uri, type TextDocumentContentProvider } from 'vscode';
import { configText } from '../../experiment/comparison/configText';
import type { LabRun } from '../../runs/labRun';
import type { Services } from '../services';
import { asLabel } from '../sinks/plainText';

/** Of documents that show the config of a run; their path ends in `.json`, so that the editor colours them. */
export const configScheme = 'digits-config';

/** Opens VS Code's diff editor on the configs of two runs, their parameters first. @throws {Error} for a run that has none yet */
export async function openConfigDiff({ lab, names }: Pick<Services, 'lab' | 'names'>, fromId: string, toId: string): Promise<void> {
  const [from, to] = [fromId, toId].map(id => needConfig(lab.find(id), id));
  const title = `${names.titleOf(from!.id)} ↔ ${names.titleOf(to!.id)}: configuration`;
  await commands.executeCommand('vscode.diff', uriOf(from!), uriOf(to!), asLabel(title), { preview: true });
}

/** Provides those documents: they cannot be edited, and are those of the runs as they are known now. */
export function configDocuments({ lab }: Pick<Services, 'lab'>): TextDocumentContentProvider {
  return {
    provideTextDocumentContent({ query }) {
      const config = lab.find(query)?.config;
      return config ? configText(config) : `There is no run ${query} any more.\n`;
    },
  };
}

function uriOf({ id }: LabRun): Uri {
  return Uri.from({ scheme: configScheme, path: `/${id}/config.json`, query: id });
}

function needConfig(run: LabRun | undefined, id: string): LabRun {
  if (!run) throw new Error(`There is no run ${id}.`);
  if (!run.config) throw new Error(`${id} has no configuration yet: its trainer has not begun.`);
  return run;
}
