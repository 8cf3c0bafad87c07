// An extension beside Digits Lab: calls a tool by the name and input in the workspace's call.json, and writes what it was told into answer.json.
const { commands, lm, Uri, workspace } = require('vscode');

exports.activate = ({ subscriptions }) => {
  subscriptions.push(commands.registerCommand('companion.call', callTool));
};

async function callTool() {
  const file = name => Uri.joinPath(workspace.workspaceFolders[0].uri, name);
  const { name, input } = JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(file('call.json'))));
  const answer = await lm.invokeTool(name, { input, toolInvocationToken: undefined }).then(
    ({ content }) => ({ text: content[0].value }),
    error => ({ refused: error.message }),
  );
  await workspace.fs.writeFile(file('answer.json'), new TextEncoder().encode(JSON.stringify(answer)));
}
