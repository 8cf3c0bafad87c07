import assert from 'node:assert/strict';
import { mergeTexts } from '../../../../../src/util/mergeTexts';
import { NotesDraft, type Draft } from '../../../../../webview/dashboard/notes/notesDraft';

/** The notes as the host has them; it answers when the test says so. */
class TestHost {
  text = '';
  readonly asked: Draft[] = [];
  private readonly waiting: { resolve: (text: string) => void; reject: (error: Error) => void; draft: Draft }[] = [];

  readonly save = (draft: Draft): Promise<string> => {
    this.asked.push(draft);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject, draft }));
  };

  async answer(): Promise<void> {
    const { resolve, draft } = this.waiting.shift()!;
    this.text = mergeTexts(draft.before, draft.text, this.text);
    resolve(this.text);
    await settled();
  }

  async fail(message: string): Promise<void> {
    this.waiting.shift()!.reject(new Error(message));
    await settled();
  }
}

function settled(): Promise<void> {
  return new Promise(resolve => void setImmediate(resolve));
}

describe('notes that are typed', () => {
  let host: TestHost;
  beforeEach(() => (host = new TestHost()));
  const draftOf = (notes = '', kept: Draft | null = null): NotesDraft => {
    host.text = notes;
    return new NotesDraft('a', notes, { save: host.save, onChange: () => undefined }, kept);
  };

  it('are saved once, and not when nothing was changed', async () => {
    const draft = draftOf('old');
    void draft.save();
    draft.begin();
    draft.type('new');
    assert.deepEqual(draft.unsaved, { runId: 'a', before: 'old', text: 'new' });
    void draft.save();
    void draft.save();
    assert.equal(draft.state, 'Saving…');
    await host.answer();
    assert.deepEqual(host.asked, [{ runId: 'a', before: 'old', text: 'new' }]);
    assert.deepEqual([host.text, draft.unsaved, draft.state], ['new', undefined, 'Saved']);
  });

  it('are taken back to what was there before', async () => {
    const draft = draftOf('old');
    draft.begin();
    draft.type('other');
    void draft.save();
    await host.answer();
    draft.type('another');
    draft.takeBack();
    await host.answer();
    assert.deepEqual([draft.text, host.text], ['old', 'old']);
  });

  it('are taken back to what the person was content with', async () => {
    const draft = draftOf('old');
    draft.begin();
    draft.type('other');
    draft.commit();
    await host.answer();
    draft.type('another');
    draft.takeBack();
    assert.deepEqual([draft.text, host.text, draft.unsaved], ['other', 'other', undefined]);
  });

  it('stay when the notes are changed elsewhere, and are brought together when they are saved', async () => {
    const draft = draftOf('one\ntwo');
    draft.begin();
    draft.type('one\ntwo\nmine');
    host.text = 'theirs\none\ntwo';
    draft.hear(host.text);
    assert.equal(draft.text, 'one\ntwo\nmine');
    void draft.save();
    await host.answer();
    assert.equal(draft.text, 'theirs\none\ntwo\nmine');
    assert.match(draft.state, /both are here/);
    // What another wrote is not taken back.
    draft.takeBack();
    assert.equal(draft.text, 'theirs\none\ntwo\nmine');
  });

  it('are those of elsewhere while nothing is typed', () => {
    const draft = draftOf('old');
    draft.hear('new');
    assert.deepEqual([draft.text, draft.unsaved], ['new', undefined]);
  });

  it('go on while they are saved, and lose nothing then either', async () => {
    const draft = draftOf('old');
    draft.type('old\na');
    void draft.save();
    draft.type('old\na\nb');
    void draft.save();
    host.text = 'theirs\nold';
    await host.answer();
    assert.deepEqual(host.asked[1], { runId: 'a', before: 'old\na', text: 'old\na\nb' });
    await host.answer();
    assert.deepEqual([host.text, draft.text, draft.unsaved], ['theirs\nold\na\nb', 'theirs\nold\na\nb', undefined]);
  });

  it('say why they were not saved, stay, and are saved later', async () => {
    const draft = draftOf('old');
    draft.type('new');
    void draft.save();
    await host.fail('The disk is full.');
    assert.deepEqual([draft.state, draft.text], ['Not saved: The disk is full.', 'new']);
    void draft.save();
    await host.answer();
    assert.deepEqual([host.text, draft.state], ['new', 'Saved']);
  });

  it('come back that were not saved when the page went', async () => {
    const draft = draftOf('theirs\nold', { runId: 'a', before: 'old', text: 'old\nmine' });
    assert.equal(draft.text, 'old\nmine');
    void draft.save();
    await host.answer();
    assert.equal(draft.text, 'theirs\nold\nmine');
  });
});
