/**
 * The process that imports. What it reads may be anyone's: whatever that does to this process, it does nothing to the one that started it, which
 * ends it when it does not answer any more, and removes what it left half written.
 */
import { importerCommand } from '../contract/formats/importing';
import { parseValue } from '../contract/formats/parse';
import type { ImporterCommand, ImporterMessage } from '../contract/importing';
import { removeAbandoned } from '../runFolder/importing/drafts';
import { messageOf } from '../util/messageOf';
import { importArrays } from './importArrays';
import type { Importing } from './importing';
import { importRuns } from './importRuns';

/** So often it says that it answers. */
const ALIVE_MS = 1000;

/** Who started it may be gone, which `disconnect` tells. */
function send(message: ImporterMessage, onSent: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, onSent);
}

function sendLast(message: ImporterMessage): void {
  send(message, () => process.connected && process.disconnect());
}

async function doImport({ request, draftId }: ImporterCommand): Promise<void> {
  const beating = setInterval(() => send({ type: 'alive' }), ALIVE_MS);
  const importing: Importing = {
    draftId,
    programs: __dirname,
    onReading: progress => send({ type: 'reading', progress }),
    onImported: some => send({ type: 'imported', imported: { arrays: [], runs: [], failed: [], ...some } }),
  };
  try {
    await removeAbandoned(request.runsFolder, new Date());
    if (request.type === 'importArrays') importing.onImported({ arrays: await importArrays(request, importing) });
    else await importRuns(request, importing);
    sendLast({ type: 'done' });
  } catch (error) {
    sendLast({ type: 'refused', reason: messageOf(error) });
  } finally {
    clearInterval(beating);
  }
}

// Ctrl-C reaches every process of a terminal; the process that started this one decides what it means.
process.on('SIGINT', () => undefined);
// Nobody waits for it any more.
process.on('disconnect', () => process.exit());
process.once('message', message => void doImport(parseValue(importerCommand, message, 'What the importer was sent')));
