import type { DefinedMetric } from '../contract/recording';
import { LONGEST_KEY } from '../contract/formats/recording';
import type { ForeignArtifact, ForeignRun } from './foreignRun';

/** A name, and what else is a line. No tool has longer ones. */
const LONGEST_LINE = 1_000;
/** Notes and descriptions. */
const LONGEST_TEXT = 100_000;
/** As many as labels and aliases may be. */
const MOST = 1_000;

/** The same run with texts as long as a person reads them: a run whose files have far longer ones could not be read again. */
export function withShortTexts(run: ForeignRun): ForeignRun {
  const { entity, project, group, jobType, host, program, author } = run;
  return {
    ...run,
    name: line(run.name),
    tool: line(run.tool),
    source: line(run.source),
    entity: entity && line(entity),
    project: project && line(project),
    group: group && line(group),
    jobType: jobType && line(jobType),
    host: host && line(host),
    program: program && line(program),
    author: author && line(author),
    tags: run.tags.slice(0, MOST).map(line),
    notes: cut(run.notes, LONGEST_TEXT),
    metrics: run.metrics.filter(isShort),
    artifacts: run.artifacts.map(artifactWithShortTexts),
    missing: run.missing.slice(0, MOST).map(line),
  };
}

function artifactWithShortTexts({ type, aliases, description, missing, ...artifact }: ForeignArtifact): ForeignArtifact {
  return {
    ...artifact,
    type: line(type),
    aliases: aliases.slice(0, MOST).map(line),
    description: description && cut(description, LONGEST_TEXT),
    missing: missing.slice(0, MOST).map(line),
  };
}

function isShort({ name, step = '' }: DefinedMetric): boolean {
  return name.length <= LONGEST_KEY && step.length <= LONGEST_KEY;
}

function line(text: string): string {
  return cut(text, LONGEST_LINE);
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
