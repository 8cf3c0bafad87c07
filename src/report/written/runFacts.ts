import { classNamesOf } from '../../contract/classNames';
import { engineTitle } from '../../contract/engines';
import { describeNetwork } from '../../contract/network';
import { defaultParameters, parameterGroups, parameterTable } from '../../contract/parameters';
import type { RunConfig, TrainedConfig } from '../../contract/run';
import { differingParameters } from '../../experiment/differences';
import { valueInWords } from '../../experiment/runLabel';
import { counted, duration } from '../../util/format';
import { Markdown } from '../../util/markdown';
import { datasetInWords } from '../../wording/datasetInWords';
import { engineInWords } from '../../wording/engineInWords';
import { networkInWords, networkSizeInWords } from '../../wording/networkInWords';
import { factTable, table, type Words } from './blocks';
import type { ReportedRun } from './reportedRun';

type Fact = readonly [string, Words | undefined];

/** How the run came about: data, network, engine, machine. */
export function runFacts({ id, config, labels, summary, status }: ReportedRun): Markdown | undefined {
  const { git } = config;
  const reason = summary?.reason ?? undefined;
  return factTable([
    ['Run', id],
    ['Status', reason === undefined ? status : `${status}: ${reason}`],
    ['Created', `${config.createdAt.slice(0, 16).replace('T', ' ')} UTC${config.author ? ` by ${config.author}` : ''}`],
    ['Tags', labels.tags.join(', ')],
    ['Parent', config.parent ?? undefined],
    ['Trained', trainedInWords(summary)],
    ...(config.kind === 'imported' ? factsOfImported(config) : factsOfTrained(config)),
    ['Git', git ? `${git.commit.slice(0, 10)}${git.branch ? ` on ${git.branch}` : ''}${git.dirty ? ', with changes' : ''}` : undefined],
  ]);
}

function trainedInWords(summary: ReportedRun['summary']): string | undefined {
  if (!summary || (!summary.durationMs && !summary.final)) return undefined;
  const { keptEpoch, final, durationMs } = summary;
  const kept = keptEpoch !== null ? `, weights of epoch ${keptEpoch}` : final ? `, figures of epoch ${final.epoch}, the last` : '';
  return `${counted(summary.epochs, 'epoch')}${durationMs ? ` in ${duration(durationMs)}` : ''}${kept}`;
}

function factsOfTrained({ dataset, engine, environment, parameters, trainer }: TrainedConfig): Fact[] {
  const { height, width } = dataset;
  const names = dataset.classNames ? `: ${classNamesOf(dataset, dataset.classes).join(', ')}` : '';
  const network = networkOf({ dataset, parameters });
  return [
    ['Data', datasetInWords(dataset)],
    ['Images', `${height} × ${width}, ${dataset.classes} classes${names}${dataset.transposed ? ', transposed' : ''}`],
    ['SHA-256 of the data', dataset.sha256],
    ['Network', network && networkInWords(network)],
    ['Size', network && networkSizeInWords(network)],
    ['Engine', engineInWords(engine)],
    ['In the place of', engine.insteadOf?.map(({ name, reason }) => `${engineTitle(name)}, which did not work: ${reason}`).join('; ')],
    ['Machine', `${environment.cpu} (${environment.instructionSet}), ${environment.os}`],
    ['Digits Lab', `${environment.version}, numerics version ${trainer.numericsVersion}`],
  ];
}

/** Of a stranger's run the parameters may describe none. */
function networkOf({ dataset, parameters }: Pick<TrainedConfig, 'dataset' | 'parameters'>): ReturnType<typeof describeNetwork> | undefined {
  try {
    return describeNetwork(parameters, dataset);
  } catch {
    return undefined;
  }
}

function factsOfImported({ source, dataset }: Extract<RunConfig, { kind: 'imported' }>): Fact[] {
  return [
    ['Imported from', [source.tool, source.run].filter(Boolean).join(', ')],
    ['Data', dataset?.name],
  ];
}

/** Every parameter that is known, with its default; what differs from that in bold. */
export function parametersTable({ config: { parameters } }: Pick<ReportedRun, 'config'>): Markdown | undefined {
  const differing = differingParameters(parameters);
  const rows = parameterGroups.flatMap(group =>
    parameterTable
      .filter(parameter => parameter.group === group && parameters[parameter.name] !== undefined)
      .map(({ name, help }): Words[] => {
        const value = valueInWords(name, parameters);
        const differs = differing.includes(name);
        return [name, differs ? Markdown.of`**${value}**` : value, valueInWords(name, defaultParameters), help];
      }),
  );
  return table(['Parameter', 'Value', 'Default', 'What it is'], rows, { wordColumns: 4 });
}
