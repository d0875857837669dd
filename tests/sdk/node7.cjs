// @imagekit/nodejs 7.11.0 against the local library: every method, and the state that follows from it.
'use strict';

const assert = require('node:assert/strict');
const { createHmac } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const rig = require('./rig.cjs');
const urls = require('./urls.cjs');
const { ImageKit, toFile, ...errors } = require('@imagekit/nodejs');
const { supportedTransforms } = require('@imagekit/nodejs/lib/transformation-utils');

const { WHERE, DEMO, NOBODY, png, same, refused } = rig;

const client = (options = {}, where = WHERE) =>
  new ImageKit({ privateKey: where.private_key, baseURL: where.api, maxRetries: 0, ...options });
const KIT = client();

const script = new rig.Script('@imagekit/nodejs 7.11.0');
const check = script.check.bind(script);
watch(KIT, '');

/** Notes the calls of all resources of a client. */
function watch(owner, prefix) {
  for (const [name, inner] of Object.entries(owner)) {
    const isResource = inner !== null && typeof inner === 'object' && '_client' in inner;
    if (!isResource || name === '_client') continue;
    script.watch(Object.getPrototypeOf(inner), `${prefix}${name}.`);
    watch(inner, `${prefix}${name}.`);
  }
}

/** Uploads under exactly this name. */
const put = (fileName, folder, file = png(), options = {}, request = {}) =>
  upload({ file, fileName, folder, useUniqueFileName: false, ...options }, request);

/** Bytes become a file of another name, as a program would send them. */
const asFile = async (file) => (Buffer.isBuffer(file) ? toFile(file, 'other.bin') : file);
const upload = async (body, request) => KIT.files.upload({ ...body, file: await asFile(body.file) }, request);

const versions = async (fileId) =>
  (await KIT.files.versions.list(fileId)).map((version) => [version.type, version.versionInfo.name]);

const ends = (jobId) => rig.until(() => KIT.folders.job.get(jobId), (job) => job.status !== 'Pending');

/** The error of exactly this class that the call ends with; its body. */
async function failure(kind, run) {
  const error = await refused(run);
  assert.equal(error.constructor.name, kind, `is ${error.constructor.name}: ${error.message}`);
  assert.ok(error.error.message, 'an error says what it is about');
  same(error.error.help, rig.HELP);
  return { ...error.error, status: error.status };
}

const withoutKey = { headers: { Authorization: null } };

// Upload

check('files.upload', async () => {
  const picture = png(12, 8);
  const first = await put('bytes.png', '/shapes', picture);
  same([first.filePath, first.width, first.height, first.size], ['/shapes/bytes.png', 12, 8, picture.length]);
  same([first.versionInfo, first.fileType], [{ id: first.fileId, name: 'Version 1' }, 'image']);
  await put('base64.png', '/shapes', picture.toString('base64'));
  await put('data.png', '/shapes', 'data:image/png;base64,' + picture.toString('base64'));
  await put('url.png', '/shapes', first.url);
  await put('file.png', '/shapes', new File([picture], 'local.png', { type: 'image/png' }));
  await put('answer.png', '/shapes', await fetch(first.url));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sdk-'));
  try {
    fs.writeFileSync(path.join(folder, 'local.png'), picture);
    await put('stream.png', '/shapes', fs.createReadStream(path.join(folder, 'local.png')));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  const names = ['answer', 'base64', 'bytes', 'data', 'file', 'stream', 'url'];
  same(await rig.paths('/shapes'), names.map((name) => `/shapes/${name}.png`));
  for (const at of await rig.paths('/shapes')) same((await rig.deliver(WHERE.delivery + at)).bytes, picture);
  const unique = await KIT.files.upload({ file: await toFile(picture, 'u.png'), fileName: 'u.png' });
  assert.match(unique.name, /^u_.+\.png$/);
  same((await rig.details(unique.fileId)).filePath, '/' + unique.name);
});

const optionsOfAll = (hook) => ({
  checks: '"request.folder" : "/options" AND "file.size" < "1mb"',
  customCoordinates: '1,2,10,20',
  customMetadata: { colour: 'red' },
  description: 'A wall',
  extensions: [{ name: 'google-auto-tagging', minConfidence: 80, maxTags: 5 }, { name: 'ai-auto-description' }],
  isPrivateFile: true,
  isPublished: false,
  overwriteAITags: true,
  overwriteCustomMetadata: true,
  overwriteFile: true,
  overwriteTags: true,
  responseFields: ['tags', 'customCoordinates', 'isPrivateFile', 'embeddedMetadata', 'isPublished', 'customMetadata', 'metadata'],
  tags: ['one', 'two'],
  transformation: { pre: 'w-20', post: [{ type: 'transformation', value: 'w-10,h-10' }] },
  webhookUrl: hook.url,
});

/** An upload with `optionsOfAll` has done what they say. */
async function holdsAll(file, hook) {
  same([file.width, file.height, file.description, file.metadata.width], [20, 15, 'A wall', 20]);
  same([file.tags, file.customCoordinates, file.isPrivateFile], [['one', 'two'], '1,2,10,20', true]);
  same([file.isPublished, file.customMetadata], [false, { colour: 'red' }]);
  same(file.extensionStatus, { 'google-auto-tagging': 'pending', 'ai-auto-description': 'pending' });
  const kept = await rig.details(file.fileId);
  same([kept.tags, kept.customCoordinates, kept.isPrivateFile], [['one', 'two'], '1,2,10,20', true]);
  same([kept.isPublished, kept.customMetadata, kept.width, kept.description], [false, { colour: 'red' }, 20, 'A wall']);
  const told = [await hook.next(), await hook.next()].map((call) => JSON.parse(call.body).service);
  same(told.sort(), ['ai-auto-description', 'google-auto-tagging']);
  assert.ok([401, 404].includes((await rig.deliver(file.url)).status));
}

check('files.upload: options', async () => {
  await field('colour', { type: 'Text', maxLength: 9 });
  await rig.receiving(async (hook) => holdsAll(await put('all.png', '/options', png(), optionsOfAll(hook)), hook));
});

check('files.upload: overwriting', async () => {
  await field('season', { type: 'Text' });
  const first = await put('o.png', '/over', png(), { tags: ['old'], customMetadata: { season: 'spring' } });
  const keep = { overwriteTags: false, overwriteCustomMetadata: false, overwriteAITags: false };
  const kept = await put('o.png', '/over', png(), keep);
  same([kept.fileId, kept.versionInfo.name], [first.fileId, 'Version 2']);
  const seen = async () => (({ tags, customMetadata }) => [tags, customMetadata])(await rig.details(first.fileId));
  same(await seen(), [['old'], { season: 'spring' }]);
  await put('o.png', '/over');
  same(await seen(), [null, {}]);
  const error = await failure('BadRequestError', () => put('o.png', '/over', png(), { overwriteFile: false }));
  assert.match(error.message, /^A file with the same name already exists/);
  same((await versions(first.fileId)).length, 3);
});

check('helper.getAuthenticationParameters', async () => {
  const signed = (...args) => ({ publicKey: WHERE.public_key, ...KIT.helper.getAuthenticationParameters(...args) });
  const given = signed();
  await put('c.png', '/client', png(), given, withoutKey);
  same(await rig.paths('/client'), ['/client/c.png']);
  const refuse = (options, request = withoutKey) =>
    failure('BadRequestError', () => put('no.png', '/client', png(), options, request));
  await refuse(given);
  assert.match((await refuse(signed(), {})).message, /both signature and basic auth/);
  for (const more of [-10, 2 * 3600]) {
    const late = await refuse(signed('', Math.floor(Date.now() / 1000) + more));
    assert.match(late.message, /invalid expire parameter/);
  }
  await refuse({ ...signed(), signature: '0'.repeat(40) });
  await failure('AuthenticationError', () => put('no.png', '/client', png(), {}, withoutKey));
  same(await rig.paths('/client'), ['/client/c.png']);
  const cases = [['your_token', 1582269249], ['ü', 9999999999]].map(([token, expire]) => ({
    private_key: 'private_key_test',
    args: { token, expire },
  }));
  const kit = client({ privateKey: 'private_key_test' });
  rig.batch('auth-params', cases).forEach((answer, n) => {
    const { token, expire } = cases[n].args;
    same(answer, { value: kit.helper.getAuthenticationParameters(token, expire) });
  });
});

/** The token of an upload v2, made by hand. */
function jwt(payload, key = WHERE.private_key) {
  const encoded = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT', kid: WHERE.public_key })}.${encoded(payload)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

check('beta.v2.files.upload', async () => {
  await field('colour', { type: 'Text', maxLength: 9 });
  const send = async (body, request) =>
    KIT.beta.v2.files.upload({ file: await toFile(png(), 'x.png'), useUniqueFileName: false, ...body }, request);
  await rig.receiving(async (hook) => {
    await holdsAll(await send({ fileName: 'all.png', folder: '/options/v2', ...optionsOfAll(hook) }), hook);
  });
  const now = Math.floor(Date.now() / 1000);
  const form = { fileName: 't.png', folder: '/v2' };
  const fields = { ...form, useUniqueFileName: 'false', iat: now, exp: now + 600 };
  const token = jwt(fields);
  const sent = await send({ ...form, token }, withoutKey);
  same([sent.filePath, await rig.paths('/v2')], ['/v2/t.png', ['/v2/t.png']]);
  const wrong = [
    token,
    jwt(fields, 'private_other'),
    jwt({ ...fields, fileName: 'other.png' }),
    jwt({ ...fields, iat: now - 900, exp: now - 300 }),
    jwt({ ...fields, exp: now + 3700 }),
    'a.b.c',
  ];
  for (const bad of wrong) {
    const error = await failure('BadRequestError', () => send({ ...form, token: bad }, withoutKey));
    assert.match(error.message, /token|payload/);
  }
  const both = await failure('BadRequestError', () => send({ ...form, token: jwt(fields) }));
  assert.match(both.message, /both token and basic auth/);
  same((await versions(sent.fileId)).length, 1);
});

// List and search

check('assets.list', async () => {
  for (const [name, size] of [['b.png', 10], ['a.png', 30], ['c.png', 20]]) {
    await put(name, '/list', png(size, size, rig.slope));
  }
  await put('d.txt', '/list', Buffer.from('words'));
  await put('deep.png', '/list/deep');
  await put('a.png', '/list', png(31, 31, rig.slope));
  const listed = async (query) => (await KIT.assets.list({ path: '/list', ...query })).map((asset) => asset.name);
  const orders = {
    ASC_NAME: 'abcd',
    DESC_NAME: 'dcba',
    ASC_CREATED: 'bacd',
    DESC_CREATED: 'dcab',
    ASC_UPDATED: 'bcda',
    DESC_UPDATED: 'adcb',
    ASC_SIZE: 'dbca',
    DESC_SIZE: 'acbd',
    ASC_HEIGHT: 'dbca',
    DESC_HEIGHT: 'acbd',
    ASC_WIDTH: 'dbca',
    DESC_WIDTH: 'acbd',
    ASC_ORIGINAL_CREATION_DATE: 'bacd',
    DESC_ORIGINAL_CREATION_DATE: 'dcab',
  };
  for (const [sort, order] of Object.entries(orders)) {
    same([sort, (await listed({ sort })).map((name) => name[0]).join('')], [sort, order]);
  }
  for (const sort of ['ASC_RELEVANCE', 'DESC_RELEVANCE', 'ASC_DURATION', 'DESC_DURATION']) {
    same([sort, (await listed({ sort })).length], [sort, 4]);
  }
  same(await listed({ fileType: 'non-image' }), ['d.txt']);
  same(await listed({ limit: 2, skip: 1 }), ['a.png', 'c.png']);
  same(await listed({ type: 'folder' }), ['deep']);
  same(await listed({ type: 'all', sort: 'DESC_NAME' }), ['deep', 'd.txt', 'c.png', 'b.png', 'a.png']);
  const [older] = await KIT.assets.list({ path: '/list', type: 'file-version' });
  same([older.type, older.versionInfo.name], ['file-version', 'Version 1']);
  assert.ok((await KIT.assets.list()).length > 5, 'without options the whole library');
  for (const wrong of [{ limit: 0 }, { limit: 1001 }, { skip: -1 }, { sort: 'UP' }, { type: 'directory' }]) {
    await failure('BadRequestError', () => KIT.assets.list(wrong));
  }
});

check('assets.list: searchQuery', async () => {
  await field('weight', { type: 'Number' });
  const cat = await put('red cat.png', '/found', png(50, 20), { tags: ['pet'], customMetadata: { weight: 4 } });
  await put('dog.png', '/found', png(20, 50), { tags: ['pet', 'big'], customMetadata: { weight: 30 } });
  await put('car.txt', '/found/more', Buffer.from('words'), { isPrivateFile: true });
  const found = async (query) => {
    const searchQuery = `${query} AND path : "/found/" AND type = "file"`;
    return (await KIT.assets.list({ searchQuery, sort: 'ASC_NAME' })).map((file) => file.name);
  };
  const expected = {
    'name = "dog.png"': ['dog.png'],
    "name : 'ca'": ['car.txt'],
    'name HAS "CAT"': ['red_cat.png'],
    [`id = "${cat.fileId}"`]: ['red_cat.png'],
    'tags IN ["big", "none"]': ['dog.png'],
    'tags NOT EXISTS': ['car.txt'],
    '(width > 30 OR height > 30) AND size <= "1mb"': ['dog.png', 'red_cat.png'],
    '"customMetadata.weight" < 5': ['red_cat.png'],
    'private = true AND createdAt > "1h"': ['car.txt'],
  };
  for (const [query, names] of Object.entries(expected)) same([query, await found(query)], [query, names]);
  for (const searchQuery of ['createdAt > "soon"', 'name', '(width > 3']) {
    const error = await failure('BadRequestError', () => KIT.assets.list({ searchQuery }));
    assert.match(error.message, /^Invalid search query - /);
  }
});

// Files and versions

check('files.get', async () => {
  const file = await put('d.png', '/details', png(), { tags: ['t'], description: 'words' });
  const { data: seen, response } = await KIT.files.get(file.fileId).withResponse();
  same([seen.type, seen.filePath, seen.mime, seen.tags], ['file', '/details/d.png', 'image/png', ['t']]);
  same([seen.width, seen.height, seen.size, seen.description], [40, 30, file.size, 'words']);
  same(seen, await rig.details(file.fileId));
  assert.ok(response.headers.get('x-ik-requestid'));
  same((await rig.deliver(seen.thumbnail)).status, 200);
  await failure('BadRequestError', () => KIT.files.get('a/b c?'));
  await failure('NotFoundError', () => KIT.files.get(NOBODY));
});

check(['files.versions.list', 'files.versions.get', 'files.versions.restore', 'files.versions.delete'], async () => {
  const { fileId, versionInfo } = await put('v.png', '/versions', png(10, 10));
  const second = (await put('v.png', '/versions', png(20, 20))).versionInfo.id;
  same(await versions(fileId), [['file', 'Version 2'], ['file-version', 'Version 1']]);
  const old = await KIT.files.versions.get(versionInfo.id, { fileId });
  same([old.type, old.width, old.versionInfo], ['file-version', 10, versionInfo]);
  same(rig.sizeOf((await rig.deliver(old.url)).bytes), [10, 10]);
  same((await KIT.files.versions.restore(versionInfo.id, { fileId })).versionInfo, versionInfo);
  same((await rig.details(fileId)).width, 10);
  same(rig.sizeOf((await rig.deliver(WHERE.delivery + '/versions/v.png')).bytes), [10, 10]);
  const current = await failure('BadRequestError', () => KIT.files.versions.delete(versionInfo.id, { fileId }));
  same(current.message, 'You cannot delete current version of a file.');
  await KIT.files.versions.delete(second, { fileId });
  same((await versions(fileId)).length, 1);
  for (const name of ['delete', 'restore', 'get']) {
    await failure('NotFoundError', () => KIT.files.versions[name](second, { fileId }));
    await failure('BadRequestError', () => KIT.files.versions[name]('short', { fileId }));
  }
  await failure('NotFoundError', () => KIT.files.versions.list(NOBODY));
});

check('files.update', async () => {
  await field('rating', { type: 'Number', minValue: 1, maxValue: 5 });
  const { fileId, url } = await put('u.png', '/update', png(), { tags: ['old'] });
  const update = (body) => KIT.files.update(fileId, body);
  const kept = async () => {
    const { tags, customCoordinates, customMetadata, description } = await rig.details(fileId);
    return [tags, customCoordinates, customMetadata, description];
  };
  const body = { tags: ['red'], customCoordinates: '0,0,9,9', customMetadata: { rating: 3 }, description: 'A wall' };
  const seen = await update(body);
  same([seen.tags, seen.customCoordinates, seen.customMetadata], [['red'], '0,0,9,9', { rating: 3 }]);
  same(await kept(), [['red'], '0,0,9,9', { rating: 3 }, 'A wall']);
  await update({ tags: null, customCoordinates: null, customMetadata: { rating: null }, removeAITags: 'all' });
  same((await kept()).slice(0, 3), [null, null, {}]);
  const error = await failure('BadRequestError', () => update({ customMetadata: { rating: 9 }, tags: ['no'] }));
  same([error.message, Object.keys(error.errors)], ['Invalid custom metadata.', ['rating']]);
  same((await kept())[0], null);
  await rig.receiving(async (hook) => {
    const extensions = [{ name: 'aws-auto-tagging', minConfidence: 5, maxTags: 3 }];
    same((await update({ extensions, webhookUrl: hook.url })).extensionStatus, { 'aws-auto-tagging': 'pending' });
    same(JSON.parse((await hook.next()).body).service, 'aws-auto-tagging');
  });
  await update({ publish: { isPublished: false, includeFileVersions: true } });
  same((await rig.details(fileId)).isPublished, false);
  assert.notEqual((await rig.deliver(url)).status, 200);
  await update({ publish: { isPublished: true } });
  same((await rig.deliver(url)).status, 200);
  const both = await failure('BadRequestError', () => update({ publish: { isPublished: false }, tags: ['x'] }));
  same(both.message, 'Your request cannot contain any other parameters when publish is present');
  await failure('NotFoundError', () => KIT.files.update(NOBODY, { tags: ['x'] }));
});

check('files.delete', async () => {
  const { fileId } = await put('x.png', '/delete');
  await KIT.files.delete(fileId);
  assert.ok((await rig.gone(fileId)) && (await rig.paths('/delete')).length === 0);
  await failure('NotFoundError', () => KIT.files.delete(fileId));
});

check(['files.bulk.addTags', 'files.bulk.removeTags'], async () => {
  const fileIds = [];
  for (const n of [1, 2]) fileIds.push((await put(`${n}.png`, '/tags', png(), { tags: ['a'] })).fileId);
  const tags = () => Promise.all(fileIds.map(async (id) => (await rig.details(id)).tags));
  const done = await KIT.files.bulk.addTags({ fileIds, tags: ['shared', 'a'] });
  same(done.successfullyUpdatedFileIds.sort(), [...fileIds].sort());
  same(await tags(), [['a', 'shared'], ['a', 'shared']]);
  await KIT.files.bulk.removeTags({ fileIds, tags: ['a', 'never'] });
  same(await tags(), [['shared'], ['shared']]);
  for (const name of ['addTags', 'removeTags']) {
    const call = (fileIds, tags) => () => KIT.files.bulk[name]({ fileIds, tags });
    same((await failure('NotFoundError', call([fileIds[0], NOBODY], ['shared']))).missingFileIds, [NOBODY]);
    await failure('BadRequestError', call([], ['x']));
    await failure('BadRequestError', call(fileIds, []));
    await failure('BadRequestError', call(Array(51).fill(NOBODY), ['x']));
  }
  same(await tags(), [['shared'], ['shared']]);
});

check('files.bulk.removeAITags', async () => {
  const kit = client({}, DEMO);
  const names = async (id) => ((await kit.files.get(id)).AITags ?? []).map((tag) => tag.name);
  const id = (await kit.assets.list()).find((file) => file.AITags?.length > 1).fileId;
  const [first, ...rest] = await names(id);
  const done = await kit.files.bulk.removeAITags({ fileIds: [id], AITags: [first, 'never'] });
  same([done.successfullyUpdatedFileIds, await names(id)], [[id], rest]);
  const missing = () => kit.files.bulk.removeAITags({ fileIds: [id, NOBODY], AITags: rest });
  same((await failure('NotFoundError', missing)).missingFileIds, [NOBODY]);
  same(await names(id), rest);
  await kit.files.update(id, { removeAITags: rest.slice(0, 1) });
  same(await names(id), rest.slice(1));
});

check('files.bulk.delete', async () => {
  const ids = [];
  for (const n of [1, 2, 3]) ids.push((await put(`${n}.png`, '/bulk')).fileId);
  const error = await failure('NotFoundError', () => KIT.files.bulk.delete({ fileIds: [ids[0], NOBODY] }));
  same([error.missingFileIds, (await rig.paths('/bulk')).length], [[NOBODY], 3]);
  const done = await KIT.files.bulk.delete({ fileIds: ids.slice(0, 2) });
  same(done.successfullyDeletedFileIds.sort(), ids.slice(0, 2).sort());
  same(await rig.paths('/bulk'), ['/bulk/3.png']);
  await failure('BadRequestError', () => KIT.files.bulk.delete({ fileIds: [] }));
  await failure('BadRequestError', () => KIT.files.bulk.delete({ fileIds: Array(101).fill(NOBODY) }));
});

check(['files.copy', 'files.move'], async () => {
  const { fileId } = await put('c.png', '/copy', png(10, 10));
  await put('c.png', '/copy', png(20, 20), { tags: ['t'] });
  const sourceFilePath = '/copy/c.png';
  await KIT.files.copy({ sourceFilePath, destinationPath: '/copies/one/' });
  await KIT.files.copy({ sourceFilePath, destinationPath: '/copies/all', includeFileVersions: true });
  const [one] = await KIT.assets.list({ path: '/copies/one' });
  const [all] = await KIT.assets.list({ path: '/copies/all' });
  assert.ok(fileId !== one.fileId && fileId !== all.fileId);
  same([one.tags, (await versions(one.fileId)).length, (await versions(all.fileId)).length], [['t'], 1, 2]);
  await KIT.files.move({ sourceFilePath, destinationPath: '/copies/moved/' });
  same([(await rig.details(fileId)).filePath, await rig.paths('/copy')], ['/copies/moved/c.png', []]);
  for (const name of ['copy', 'move']) {
    const error = await failure('NotFoundError', () => KIT.files[name]({ sourceFilePath, destinationPath: '/' }));
    same(error.reason, 'SOURCE_FILE_MISSING');
  }
});

check('files.rename', async () => {
  const { fileId } = await put('old.png', '/rename');
  const rename = (filePath, newFileName, more) => KIT.files.rename({ filePath: '/rename/' + filePath, newFileName, ...more });
  same(await rename('old.png', 'new name.png'), {});
  same((await rig.details(fileId)).filePath, '/rename/new_name.png');
  const { purgeRequestId } = await rename('new_name.png', 'n.png', { purgeCache: true });
  assert.match((await KIT.cache.invalidation.get(purgeRequestId)).status, /^(Pending|Completed)$/);
  await put('taken.png', '/rename');
  same((await failure('ConflictError', () => rename('n.png', 'taken.png'))).reason, 'FILE_ALREADY_EXISTS');
  same((await failure('NotFoundError', () => rename('no.png', 'x.png'))).reason, 'FILE_MISSING');
  same((await failure('BadRequestError', () => rename('n.png', 'n.png'))).reason, 'SAME_OLD_AND_NEW_NAME');
  same(await rig.paths('/rename'), ['/rename/n.png', '/rename/taken.png']);
});

// Folders

check(['folders.create', 'folders.delete'], async () => {
  await KIT.folders.create({ folderName: 'new one', parentFolderPath: '/tree/deep/' });
  same(await rig.folders('/tree/deep'), ['/tree/deep/new_one']);
  const { fileId } = await put('f.png', '/tree/deep/new_one');
  for (const folderName of ['..', 'a/b']) {
    await failure('BadRequestError', () => KIT.folders.create({ folderName, parentFolderPath: '/tree' }));
  }
  await KIT.folders.delete({ folderPath: '/tree/' });
  assert.ok((await rig.gone(fileId)) && !(await rig.folders()).includes('/tree'));
  same((await failure('NotFoundError', () => KIT.folders.delete({ folderPath: '/tree' }))).reason, 'FOLDER_NOT_FOUND');
});

check(['folders.copy', 'folders.move', 'folders.rename', 'folders.job.get'], async () => {
  const { fileId } = await put('x.png', '/jobs/source/leaf');
  await put('x.png', '/jobs/source/leaf');
  await rig.holdJobs(true);
  const copy = { sourceFolderPath: '/jobs/source', destinationPath: '/jobs/to', includeVersions: true };
  const { jobId } = await KIT.folders.copy(copy);
  same(await KIT.folders.job.get(jobId), { jobId, type: 'COPY_FOLDER', status: 'Pending' });
  const locked = await failure('APIError', () => KIT.folders.copy({ ...copy, destinationPath: '/jobs/elsewhere' }));
  same(locked.status, 423);
  await rig.holdJobs(false);
  same((await ends(jobId)).status, 'Completed');
  const [copied] = await KIT.assets.list({ path: '/jobs/to/source/leaf' });
  same([copied.fileId === fileId, (await versions(copied.fileId)).length], [false, 2]);
  const moved = await KIT.folders.move({ sourceFolderPath: '/jobs/source', destinationPath: '/jobs/moved' });
  same([(await ends(moved.jobId)).status, (await ends(moved.jobId)).type], ['Completed', 'MOVE_FOLDER']);
  const renamed = await KIT.folders.rename({ folderPath: '/jobs/moved', newFolderName: 'named', purgeCache: true });
  const done = await ends(renamed.jobId);
  same([done.status, done.type], ['Completed', 'RENAME_FOLDER']);
  assert.match((await KIT.cache.invalidation.get(done.purgeRequestId)).status, /^(Pending|Completed)$/);
  same((await rig.details(fileId)).filePath, '/jobs/named/source/leaf/x.png');
  same(await rig.folders('/jobs'), ['/jobs/named', '/jobs/to']);
  for (const name of ['copy', 'move']) {
    const nowhere = () => KIT.folders[name]({ sourceFolderPath: '/nowhere', destinationPath: '/jobs' });
    same((await failure('NotFoundError', nowhere)).reason, 'NO_FILES_FOLDER');
  }
  const into = { sourceFolderPath: '/jobs/to', destinationPath: '/jobs/to/source' };
  same((await failure('BadRequestError', () => KIT.folders.move(into))).reason, 'INVALID_DESTINATION_PATH');
  const rename = (folderPath, newFolderName) => () => KIT.folders.rename({ folderPath, newFolderName });
  await failure('ConflictError', rename('/jobs/named', 'to'));
  await failure('NotFoundError', rename('/jobs/no', 'x'));
  await failure('BadRequestError', rename('/', 'x'));
  await failure('NotFoundError', () => KIT.folders.job.get(NOBODY));
});

// Cache, metadata

check(['cache.invalidation.create', 'cache.invalidation.get'], async () => {
  const { invalidation } = KIT.cache;
  const file = await put('cached.png', '/purge');
  const { requestId } = await invalidation.create({ url: file.url });
  assert.match((await invalidation.get(requestId)).status, /^(Pending|Completed)$/);
  same(await rig.until(() => invalidation.get(requestId), (s) => s.status !== 'Pending'), { status: 'Completed' });
  for (const url of ['nothing', WHERE.delivery + '/a*/b.png', WHERE.delivery + '/a*']) {
    await failure('BadRequestError', () => invalidation.create({ url }));
  }
  await failure('BadRequestError', () => invalidation.get(NOBODY));
});

check(['files.metadata.get', 'files.metadata.getFromURL'], async () => {
  const plain = await put('m.png', '/meta', png(64, 48, rig.slope));
  const seen = await KIT.files.metadata.get(plain.fileId);
  same([seen.width, seen.height, seen.format, seen.size], [64, 48, 'png', plain.size]);
  assert.match(seen.pHash, /^[0-9a-f]{16}$/);
  const jpeg = rig.withExif((await rig.deliver(WHERE.delivery + '/tr:f-jpg,q-90/meta/m.png')).bytes);
  const photo = await put('photo.jpg', '/meta', jpeg);
  const told = await KIT.files.metadata.get(photo.fileId);
  same([told.format, told.exif.image.Make], ['jpg', 'Acme']);
  same(await KIT.files.metadata.getFromURL({ url: photo.url }), told);
  await failure('BadRequestError', () => KIT.files.metadata.getFromURL({ url: 'https://example.com/x.png' }));
  await failure('NotFoundError', () => KIT.files.metadata.getFromURL({ url: WHERE.delivery + '/none.png' }));
  await failure('NotFoundError', () => KIT.files.metadata.get(NOBODY));
  await failure('BadRequestError', () => KIT.files.metadata.get('short'));
});

// Fields of custom metadata

const known = async (name, query = {}) =>
  (await KIT.customMetadataFields.list(query)).find((field) => field.name === name);

/** A field of that name, made unless it is there. */
const field = async (name, schema, label = `${name} label`) =>
  (await known(name)) ?? (await KIT.customMetadataFields.create({ name, label, schema }));

const SCHEMAS = {
  text: { type: 'Text', defaultValue: 'ab', isValueRequired: true, minLength: 1, maxLength: 5 },
  area: { type: 'Textarea', minLength: 2, maxLength: 500 },
  number: { type: 'Number', defaultValue: 150, isValueRequired: true, minValue: 100, maxValue: 200 },
  date: { type: 'Date', minValue: '2020-01-01T00:00:00.000Z', maxValue: '2030-01-01T00:00:00.000Z' },
  flag: { type: 'Boolean', defaultValue: true, isValueRequired: true },
  single: { type: 'SingleSelect', selectOptions: ['small', 5, true] },
  multi: { type: 'MultiSelect', selectOptions: ['x', 7, false], defaultValue: ['x'], isValueRequired: true },
};

check(['customMetadataFields.create', 'customMetadataFields.list'], async () => {
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    const body = { name: `all_${name}`, label: `All ${name}`, description: 'Of all types', schema };
    const { id, ...made } = await KIT.customMetadataFields.create(body);
    same(made, body);
    same(await known(body.name), { id, ...made });
  }
  const values = {
    ...{ all_text: 'abc', all_area: 'words', all_number: 120, all_flag: false, all_single: 5, all_multi: ['x', false] },
    all_date: '2024-05-06T07:08:09.000Z',
  };
  const { fileId } = await put('fields.png', '/fields', png(), { customMetadata: values });
  same((await rig.details(fileId)).customMetadata, values);
  const bad = { all_text: 'abcdef', all_area: 'w', all_number: 99, all_flag: 'no', all_single: 'large', all_multi: ['y'] };
  for (const [name, value] of Object.entries(bad)) {
    const error = await failure('BadRequestError', () => KIT.files.update(fileId, { customMetadata: { [name]: value } }));
    same(Object.keys(error.errors), [name]);
  }
  const create = (name, label, schema) =>
    failure('BadRequestError', () => KIT.customMetadataFields.create({ name, label, schema }));
  assert.match((await create('all_text', 'Other', { type: 'Text' })).message, /name already exists/);
  assert.match((await create('other', 'All text', { type: 'Text' })).message, /label already exists/);
  same(Object.keys((await create('other', 'Other', { type: 'Number', maxLength: 4 })).errors), ['maxLength']);
  const few = await failure('BadRequestError', () => put('few.png', '/fields', png(), { customMetadata: { all_single: 5 } }));
  same(Object.keys(few.errors).sort(), ['all_flag', 'all_multi', 'all_number', 'all_text']);
  // What is required would be of every later upload with custom metadata.
  for (const name of Object.keys(SCHEMAS)) await KIT.customMetadataFields.delete((await known(`all_${name}`)).id);
});

check(['customMetadataFields.update', 'customMetadataFields.delete'], async () => {
  const fields = KIT.customMetadataFields;
  const { id } = await field('changing', { type: 'Number', minValue: 1, maxValue: 5 });
  const seen = await fields.update(id, { label: 'New', schema: { minValue: 2, maxValue: 9 } });
  same([seen.label, seen.schema], ['New', { type: 'Number', minValue: 2, maxValue: 9 }]);
  same((await known('changing')).label, 'New');
  await failure('BadRequestError', () => fields.update(id, {}));
  await failure('BadRequestError', () => fields.update(id, { schema: { minLength: 1 } }));
  await failure('NotFoundError', () => fields.update(NOBODY, { label: 'x' }));
  const { fileId } = await put('c.png', '/changing', png(), { customMetadata: { changing: 7 } });
  same((await rig.details(fileId)).customMetadata, { changing: 7 });
  await fields.delete(id);
  same([await known('changing'), (await known('changing', { includeDeleted: true })).id], [undefined, id]);
  same((await rig.details(fileId)).customMetadata, {});
  const back = () => fields.create({ name: 'changing', label: 'New', schema: { type: 'Text' } });
  assert.match((await failure('BadRequestError', back)).message, /name already exists/);
  await failure('NotFoundError', () => fields.delete(NOBODY));
});

// The account

check(['accounts.usage.get', 'accounts.usageAnalytics.get'], async () => {
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await put('u.png', '/usage');
  const usage = await KIT.accounts.usage.get({ startDate: day(-1), endDate: day(1) });
  assert.ok(usage.mediaLibraryStorageBytes > 0 && usage.bandwidthBytes >= 0);
  same([usage.videoProcessingUnitsCount, usage.originalCacheStorageBytes], [0, 0]);
  const analytics = await KIT.accounts.usageAnalytics.get({ startDate: day(-1), endDate: day(0) });
  assert.ok(analytics.requestCount >= 0 && analytics.cache.hitCount >= 0);
  for (const name of ['usage', 'usageAnalytics']) {
    const get = (startDate, endDate) => () => KIT.accounts[name].get({ startDate, endDate });
    await failure('BadRequestError', get(day(1), day(-1)));
    await failure('BadRequestError', get(day(-100), day(0)));
    await failure('BadRequestError', get('yesterday', day(0)));
  }
});

const ORIGINS = [
  { type: 'S3', bucket: 'b', accessKey: 'a', secretKey: 's', prefix: 'raw' },
  { type: 'S3_COMPATIBLE', bucket: 'b', accessKey: 'a', secretKey: 's', endpoint: 'https://s3.example.com' },
  { type: 'CLOUDINARY_BACKUP', bucket: 'b', accessKey: 'a', secretKey: 's' },
  { type: 'WEB_FOLDER', baseUrl: 'https://images.example.com/', forwardHostHeaderToOrigin: true },
  { type: 'WEB_PROXY' },
  { type: 'GCS', bucket: 'b', clientEmail: 'me@example.com', privateKey: 'k' },
  { type: 'AZURE_BLOB', accountName: 'a', container: 'c', sasToken: '?t' },
  { type: 'AKENEO_PIM', baseUrl: 'https://a.example.com', clientId: 'c', clientSecret: 's', username: 'u', password: 'p' },
];
const SECRETS = ['accessKey', 'secretKey', 'privateKey', 'sasToken', 'clientId', 'clientSecret', 'username', 'password'];
const crud = (resource) => ['create', 'list', 'get', 'update', 'delete'].map((name) => `${resource}.${name}`);

check(crud('accounts.origins'), async () => {
  const { origins } = KIT.accounts;
  const before = (await origins.list()).length;
  for (const body of ORIGINS) {
    const made = await origins.create({ name: 'Some store', ...body });
    same([made.type, made.name, made.includeCanonicalHeader], [body.type, 'Some store', false]);
    same(SECRETS.filter((name) => name in made), []);
    same(await origins.get(made.id), made);
    same((await origins.list()).find((origin) => origin.id === made.id), made);
    await origins.update(made.id, { name: 'Other store', ...body, includeCanonicalHeader: true, baseUrlForCanonicalHeader: 'https://c.example.com' });
    same([(await origins.get(made.id)).name, (await origins.get(made.id)).includeCanonicalHeader], ['Other store', true]);
    await origins.delete(made.id);
    await failure('NotFoundError', () => origins.get(made.id));
  }
  same((await origins.list()).length, before);
  await failure('BadRequestError', () => origins.create({ type: 'FTP', name: 'x' }));
  const bucket = await failure('BadRequestError', () => origins.create({ type: 'S3', name: 'x', accessKey: 'a', secretKey: 's' }));
  same(bucket.message, 'bucket is required and must be a string');
});

check(crud('accounts.urlEndpoints'), async () => {
  const { origins, urlEndpoints } = KIT.accounts;
  const origin = await origins.create({ type: 'WEB_PROXY', name: 'Proxy' });
  const body = { description: 'Products', urlPrefix: 'products', origins: [origin.id] };
  const urlRewriter = { type: 'CLOUDINARY', preserveAssetDeliveryTypes: true };
  const made = await urlEndpoints.create({ ...body, urlRewriter });
  same(made, { id: made.id, ...body, urlRewriter });
  same(await urlEndpoints.get(made.id), made);
  same((await urlEndpoints.list()).map((endpoint) => endpoint.id).sort(), [made.id, 'default'].sort());
  const changed = await urlEndpoints.update(made.id, { description: 'Goods', urlPrefix: 'products', urlRewriter: { type: 'IMGIX' } });
  same([changed.description, changed.origins, changed.urlRewriter.type], ['Goods', [], 'IMGIX']);
  same(await urlEndpoints.get(made.id), changed);
  await urlEndpoints.delete(made.id);
  await failure('NotFoundError', () => urlEndpoints.get(made.id));
  await origins.delete(origin.id);
  const error = await failure('BadRequestError', () => urlEndpoints.create({ ...body, origins: [NOBODY] }));
  assert.match(error.message, /^Origin does not exists\./);
  await failure('BadRequestError', () => urlEndpoints.delete('default'));
});

check(crud('savedExtensions'), async () => {
  const { savedExtensions } = KIT;
  const config = { name: 'google-auto-tagging', minConfidence: 70, maxTags: 4 };
  const made = await savedExtensions.create({ name: 'Tags', description: 'Tags of photos', config });
  same([made.name, made.description, made.config], ['Tags', 'Tags of photos', config]);
  same(await savedExtensions.get(made.id), made);
  assert.ok((await savedExtensions.list()).some((saved) => saved.id === made.id));
  const changed = await savedExtensions.update(made.id, { description: 'Others', config: { name: 'ai-auto-description' } });
  same([changed.name, changed.config], ['Tags', { name: 'ai-auto-description' }]);
  same((await savedExtensions.get(made.id)).description, 'Others');
  const wrong = () => savedExtensions.create({ name: 'x', description: 'x', config: { name: 'nothing' } });
  same((await refused(wrong)).status, 400);
  await savedExtensions.delete(made.id);
  same((await refused(() => savedExtensions.get(made.id))).status, 404);
});

check(crud('namedTransformations'), async () => {
  const named = KIT.namedTransformations;
  await put('n.png', '/named');
  const width = async () => rig.sizeOf((await rig.deliver(WHERE.delivery + '/named/n.png?tr=n-tiny,f-png')).bytes)[0];
  const made = await named.create({ name: 'tiny', transformation: 'w-10' });
  same([made.name, made.transformation, made.enabled], ['tiny', 'w-10', true]);
  same(await named.get(made.id), made);
  assert.ok((await named.list()).some((one) => one.id === made.id));
  same(await width(), 10);
  await named.update(made.id, { transformation: 'w-20' });
  same([(await named.get(made.id)).transformation, await width()], ['w-20', 20]);
  await named.update(made.id, { enabled: false, name: 'small' });
  same([(await named.get(made.id)).enabled, (await named.get(made.id)).name], [false, 'small']);
  same((await refused(() => named.create({ name: 'not this!', transformation: 'w-1' }))).status, 400);
  await named.delete(made.id);
  same((await refused(() => named.get(made.id))).status, 404);
});

check(['webhooks.unwrap', 'webhooks.unsafeUnwrap'], async () => {
  const { fileId } = await put('w.png', '/webhooks');
  const { headers, body } = rig.signedEvent('file.created', await rig.details(fileId), 'whsec_test');
  const event = KIT.webhooks.unwrap(body, { headers, key: 'whsec_test' });
  same([event.type, event.data.fileId], ['file.created', fileId]);
  same(client({ webhookSecret: 'whsec_test' }).webhooks.unwrap(body, { headers }), event);
  same(KIT.webhooks.unsafeUnwrap(body), event);
  for (const [text, key] of [[body + ' ', 'whsec_test'], [body, 'whsec_other']]) {
    assert.throws(() => KIT.webhooks.unwrap(text, { headers, key }), { name: 'WebhookVerificationError' });
  }
});

// URLs

check(['helper.buildSrc', 'helper.buildTransformationString'], async () => {
  await put('s.png', '/url', png(40, 30), { isPrivateFile: true });
  await put('é हि.png', '/url');
  const transformation = [{ width: 20, format: 'png' }, { rotation: 90 }];
  same(KIT.helper.buildTransformationString(transformation), 'w-20,f-png:rt-90');
  const build = (options) => KIT.helper.buildSrc({ urlEndpoint: WHERE.delivery, ...options });
  same((await rig.deliver(build({ src: '/url/s.png' }))).status, 401);
  for (const given of [
    { src: '/url/s.png' },
    { src: 'url/s.png', transformation },
    { src: '/url/s.png', transformation, transformationPosition: 'path' },
    { src: '/url/s.png', transformation, queryParameters: { v: '1 2', w: 'é' } },
    { src: WHERE.delivery + '/url/s.png', transformation },
  ]) {
    for (const how of [{ signed: true }, { expiresIn: 300 }]) {
      const signed = build({ ...given, ...how });
      const answer = await rig.deliver(signed);
      same([answer.status, signed], [200, signed]);
      same(rig.sizeOf(answer.bytes), given.transformation ? [15, 20] : [40, 30]);
      same((await rig.deliver(rig.tampered(signed))).status, 401);
    }
  }
  same((await rig.deliver(build({ src: '/url/s.png', expiresIn: 60 }).replace('ik-t=', 'ik-t=9'))).status, 401);
  same((await rig.deliver(build({ src: '/url/é_हि.png', signed: true, transformation }))).status, 200);
});

check('helper.buildSrc by random options', async () => {
  const kit = client({ privateKey: urls.KEY });
  const names = [...Object.keys(supportedTransforms), 'fooBar', 'WIDTH'];
  urls.compare(names.filter((name) => !['overlay', 'streamingResolutions'].includes(name)), 500, (options) => kit.helper.buildSrc(options));
});

check('helper.buildSrc in the code of ikt url --as node', async () => urls.compareCode(30));

// Errors and retries

check(['BadRequestError', 'AuthenticationError', 'PermissionDeniedError', 'NotFoundError', 'ConflictError'], async () => {
  const few = await failure('BadRequestError', () => KIT.assets.list({ limit: 0 }));
  same(few.message, 'Minimum value of limit parameter is 1. Value sent is 0.');
  const nobody = await failure('AuthenticationError', () => KIT.assets.list({}, withoutKey));
  same(nobody.message, 'Your request does not contain private API key.');
  const stranger = client({ privateKey: 'private_wrong' });
  const wrong = await failure('PermissionDeniedError', () => stranger.assets.list());
  same(wrong.message, 'Your account cannot be authenticated.');
  const file = await toFile(png(), 'stranger.png');
  await failure('PermissionDeniedError', () => stranger.files.upload({ file, fileName: 'stranger.png' }));
  same((await rig.paths()).filter((path) => path.includes('stranger')), []);
  await failure('NotFoundError', () => KIT.files.get(NOBODY));
  await put('e.png', '/errors');
  await put('f.png', '/errors');
  await failure('ConflictError', () => KIT.files.rename({ filePath: '/errors/e.png', newFileName: 'f.png' }));
});

const kindOf = async (run) => (await refused(run)).constructor.name;

check(['RateLimitError', 'InternalServerError', 'UnprocessableEntityError', 'APIConnectionError', '207'], async () => {
  const headers = { 'X-RateLimit-Limit': '5', 'X-RateLimit-Reset': '250', 'X-RateLimit-Interval': '1000' };
  await rig.fault(429, { path_prefix: '/v1/files', headers });
  const limited = await refused(() => KIT.assets.list());
  assert.ok(limited instanceof errors.RateLimitError);
  same(['limit', 'reset', 'interval'].map((name) => limited.headers.get(`x-ratelimit-${name}`)), ['5', '250', '1000']);
  const create = () => KIT.folders.create({ folderName: 'never', parentFolderPath: '/' });
  for (const status of [500, 502, 503, 504]) {
    await rig.fault(status, { path_prefix: '/v1/folder' });
    same(await kindOf(create), 'InternalServerError');
  }
  same((await rig.folders()).includes('/never'), false);
  await rig.fault(422, { path_prefix: '/v1/files' });
  same(await kindOf(() => KIT.assets.list()), 'UnprocessableEntityError');
  await rig.fault(null, { path_prefix: '/v1/files' });
  same(await kindOf(() => KIT.assets.list()), 'APIConnectionError');
  await rig.fault(null, { path_prefix: '/v1/files', kind: 'delay', delay_ms: 20_000 });
  same(await kindOf(() => client({ timeout: 200 }).assets.list()), 'APIConnectionTimeoutError');
  const { fileId } = await put('p.png', '/partial');
  await rig.fault(207, { path_prefix: '/v1/files/addTags' });
  await KIT.files.bulk.addTags({ fileIds: [fileId], tags: ['x'] });
  same((await rig.details(fileId)).tags, null);
});

check('retries', async () => {
  const kit = client({ maxRetries: 2 });
  const atOnce = { headers: { 'retry-after-ms': '1' }, path_prefix: '/v1/' };
  const { fileId } = await put('r.png', '/retries');
  for (const status of [408, 409, 429, 500, 503]) {
    await rig.calm();
    await rig.fault(status, { times: 2, ...atOnce });
    await kit.files.bulk.addTags({ fileIds: [fileId], tags: [`s${status}`] });
    same(await rig.asked('/v1/files/addTags'), [status, status, 200]);
  }
  same((await rig.details(fileId)).tags.length, 5);
  const create = (folderName) => () => kit.folders.create({ folderName, parentFolderPath: '/retries' });
  await rig.calm();
  await rig.fault(500, { times: 9, ...atOnce });
  same(await kindOf(create('never')), 'InternalServerError');
  same(await rig.asked('/v1/folder'), [500, 500, 500]);
  await rig.calm();
  await rig.fault(null, { path_prefix: '/v1/folder', after: true });
  await create('once')();
  same([await rig.folders('/retries'), (await rig.asked('/v1/folder')).length], [['/retries/once'], 2]);
  await put('taken.png', '/retries');
  const conflict = () => kit.files.rename({ filePath: '/retries/r.png', newFileName: 'taken.png' });
  await failure('ConflictError', conflict);
  same(await rig.asked('/v1/files/rename'), [409, 409, 409]);
  for (const [status, kind] of [[400, 'BadRequestError'], [403, 'PermissionDeniedError'], [404, 'NotFoundError']]) {
    await rig.calm();
    await rig.fault(status, { times: 2, ...atOnce });
    same(await kindOf(() => kit.assets.list()), kind);
    same(await rig.asked('/v1/files'), [status]);
  }
});

script.run().then((failed) => process.exit(failed > 0 ? 1 : 0));
