import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Desk, Starting } from '../assistants/desk';
import { ParameterError } from '../contract/parameters';
import { measuredSpeeds } from '../experiment/measuredSpeeds';
import { threadsByDefault } from '../machine/threadsByDefault';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { listRuns } from '../runFolder/listRuns';
import type { Inspector } from '../runs/inspector';
import { readTracking } from '../tracking/wandb/trackingFile';
import { isInside } from '../util/isInside';
import { processorName } from '../util/processor';
import type { StartedRuns } from './startedRuns';

/** What `digits mcp` was told. */
export interface McpSetup {
  readonly runsFolder: string;
  readonly cwd: string;
  readonly mayStart: boolean;
}

const NOT_ALLOWED =
  'This server starts no runs: it was started without --allow-start. A person who wants that adds --allow-start to the arguments of digits mcp where it is set up, or trains the run with digits train.';

/** The runs of one folder, for the tools of an assistant. */
export function assistantDesk({ runsFolder, cwd, mayStart }: McpSetup, inspector: Inspector, started: StartedRuns): Desk {
  const starting: Starting = {
    refusal: () => (mayStart ? undefined : NOT_ALLOWED),
    machine: runs => ({ speeds: measuredSpeeds(runs, processorName()), engine: 'auto', threads: threadsByDefault() }),
    consequences: () => [
      'It ends when the assistant leaves, and can then be gone on with: digits train --resume.',
      'Nothing is sent to Weights & Biases.',
    ],
    datasetOf: named => datasetIn(cwd, named),
    start: run => started.start(run, runsFolder),
  };
  return {
    runsFolders: [runsFolder],
    runs: async () => {
      const { runs, broken } = await listRuns(runsFolder);
      return { runs: await Promise.all(runs.map(async run => ({ ...run, tracking: await readTracking(run.folder) }))), broken };
    },
    withoutFolder: id => started.withoutFolder(id),
    inspector,
    starting,
  };
}

/** An assistant names `mnist` or a folder below the one that it was started in; a person may name any. @throws {ParameterError} */
function datasetIn(cwd: string, named: string): string {
  if (named === 'mnist') return named;
  checkOnThisComputer({ dataset: named });
  const folder = path.resolve(cwd, named);
  if (isInside(real(folder), real(cwd))) return folder;
  throw new ParameterError(
    'dataset',
    named,
    `expected mnist, or a folder in ${cwd}. With data from elsewhere a person trains the run: digits train --data.`,
  );
}

/** Where a path leads, as far as it is there. */
function real(place: string): string {
  try {
    return realpathSync(place);
  } catch {
    const parent = path.dirname(place);
    return parent === place ? place : path.join(real(parent), path.basename(place));
  }
}
