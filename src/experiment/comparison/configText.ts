import type { RunConfig } from '../../contract/run';

/**
 * A config.json to be compared with another one: the parameters first, then what else the result depends on, and last what differs between
 * any two runs (when and by whom they were made), so that it does not drown the rest.
 */
export function configText(config: RunConfig): string {
  const { parameters, schemaVersion, kind, id, createdAt, author, parent, design, ...conditions } = config;
  return `${JSON.stringify({ parameters, ...conditions, run: { kind, id, createdAt, author, parent, design, schemaVersion } }, null, 2)}\n`;
}
