import { describe, expect, test } from '@jest/globals';
import { type Copy, DockerfileParser, type From, type Instruction } from 'dockerfile-ast';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../monitoring/test/files.js';
import { files } from './compose.js';

const dockerfile = DockerfileParser.parse(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const stages = stagesOf(dockerfile.getInstructions());

/** The instructions of each stage by its name, the inherited ones of other stages first. */
function stagesOf(instructions: Instruction[]): Map<string, Instruction[]> {
  const found = new Map<string, Instruction[]>();
  let current: Instruction[] = [];
  for (const instruction of instructions) {
    if (instruction.getKeyword() === 'FROM') {
      const from = instruction as From;
      current = [...(found.get(from.getImage() ?? '') ?? [])];
      found.set(from.getBuildStage() ?? '', current);
    }
    current.push(instruction);
  }
  return found;
}

const argumentsOf = (stage: string, keyword: string) =>
  (stages.get(stage) ?? [])
    .filter((instruction) => instruction.getKeyword() === keyword)
    .map((instruction) => instruction.getArguments().map((argument) => argument.getValue()));

const copies = dockerfile
  .getInstructions()
  .filter((instruction): instruction is Copy => instruction.getKeyword() === 'COPY');

describe('Dockerfile', () => {
  test('starts every stage from one pinned Node 24 image', () => {
    const [base] = dockerfile.getInitialARGs();
    expect(base?.getProperty()?.getValue()).toMatch(/^node:24\.\d+\.\d+-\w+-slim$/);
    expect(dockerfile.getFROMs().map((from) => from.getImage())).toEqual([
      '${NODE_IMAGE}',
      '${NODE_IMAGE}',
      'service',
      'service',
    ]);
  });

  test('has the targets that compose builds', () => {
    const targets = Object.values(files['docker-compose.yml'].services).flatMap(
      ({ build }) => build?.target ?? [],
    );
    expect(targets).toEqual(['auth', 'predict']);
    expect(targets.filter((target) => !stages.has(target))).toEqual([]);
  });

  test.each(['auth', 'predict'])('runs %s as a user, with an exec-form command', (target) => {
    expect(argumentsOf(target, 'USER').at(-1)).toEqual(['node']);
    expect(argumentsOf(target, 'CMD').at(-1)?.join(' ')).toContain(`apps/${target}/dist/bundle/main.js`);
    expect(argumentsOf(target, 'CMD').at(-1)?.[0]).toMatch(/^\["node"/);
  });

  test('installs from the lock file without install scripts, bundles, then keeps only what runs', () => {
    const runs = argumentsOf('build', 'RUN').map((words) => words.join(' '));
    expect(runs.some((run) => run.startsWith('npm ci --ignore-scripts'))).toBe(true);
    expect(
      runs.some((run) =>
        /node scripts\/bundle-services\.mjs .*npm prune --omit=dev --ignore-scripts/.test(run),
      ),
    ).toBe(true);
  });

  test('lets the user that runs a service read it, whatever the modes of the checkout are', () => {
    const runs = argumentsOf('build', 'RUN').map((words) => words.join(' '));
    expect(runs.some((run) => run.includes('chmod -R a+rX package.json libs apps'))).toBe(true);
    expect(
      copies
        .filter((copy) => copy.getArguments().at(0)?.getValue() === 'models')
        .map((copy) => copy.getFlags().map((flag) => flag.toString())),
    ).toEqual([['--chmod=0755']]);
  });

  test('copies the package file of every library before it installs', () => {
    const copied = copies.flatMap((copy) => copy.getArguments().map((argument) => argument.getValue()));
    const libraries = readdirSync(join(root, 'libs')).map((name) => `libs/${name}/package.json`);
    expect(libraries.filter((path) => !copied.includes(path))).toEqual([]);
  });

  test('copies only what is there and what .dockerignore lets in', () => {
    const allowed = readFileSync(join(root, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const sources = copies
      .filter((copy) => copy.getFromFlag() === null)
      .flatMap((copy) =>
        copy
          .getArguments()
          .map((argument) => argument.getValue())
          .slice(0, -1),
      );
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    expect(
      sources.filter((source) => !allowed.some((path) => source === path || source.startsWith(`${path}/`))),
    ).toEqual([]);
  });

  test('gives the service nothing that ships to write to', () => {
    expect(
      copies.filter((copy) => copy.getFromFlag() === null && copy.toString().includes('--chown')),
    ).toEqual([]);
  });

  test('takes no secret at build time', () => {
    const names = [...stages.keys()].flatMap((stage) => [
      ...argumentsOf(stage, 'ARG'),
      ...argumentsOf(stage, 'ENV'),
    ]);
    expect(names.flat().filter((word) => /PASSWORD|SECRET|TOKEN/i.test(word))).toEqual([]);
  });
});
