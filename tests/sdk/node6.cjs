// imagekit 6.0.0 against the local library: every method, and the state that follows from it.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createRequire } = require('node:module');
const rig = require('./rig.cjs');
const ImageKit = require('imagekit');

const { WHERE, DEMO, NOBODY, png, same, refused } = rig;

// The management host stands fixed in the SDK: its HTTP client is told to ask the local library instead.
const axios = createRequire(require.resolve('imagekit'))('axios');
let api = WHERE.api;
axios.interceptors.request.use((request) => {
  request.url = request.url.replace('https://api.imagekit.io', api);
  return request;
});

const script = new rig.Script('imagekit 6.0.0');
script.watch(ImageKit.prototype);
const check = script.check.bind(script);

const client = (options = {}, where = WHERE) =>
  new ImageKit({
    publicKey: where.public_key,
    privateKey: where.private_key,
    urlEndpoint: where.delivery,
    uploadEndpoint: where.upload + '/api/v1/files/upload',
    ...options,
  });
const KIT = client();

/** Uploads under exactly this name. */
const put = (fileName, folder, file = png(), options = {}) =>
  KIT.upload({ file, fileName, folder, useUniqueFileName: false, ...options });

const versions = async (fileId) =>
  (await KIT.getFileVersions(fileId)).map((version) => [version.type, version.versionInfo.name]);

const ends = (jobId) => rig.until(() => KIT.getBulkJobStatus(jobId), (job) => job.status !== 'Pending');

/** The error that the call ends with, after a look at its status and its usual keys. */
async function failure(status, run) {
  const error = await refused(run);
  same([error.$ResponseMetadata?.statusCode, error.help], [status, rig.HELP]);
  assert.ok(error.message, 'an error says what it is about');
  return error;
}

/** The local refusal of the SDK itself. */
async function locally(message, run) {
  same((await refused(run)).message, message);
}

// Upload

check('upload', async () => {
  const picture = png(12, 8);
  const first = await put('buffer.png', '/shapes', picture);
  same([first.filePath, first.width, first.height, first.size], ['/shapes/buffer.png', 12, 8, picture.length]);
  same([first.versionInfo, first.fileType], [{ id: first.fileId, name: 'Version 1' }, 'image']);
  assert.ok(first.$ResponseMetadata.headers['x-ik-requestid']);
  await put('base64.png', '/shapes', picture.toString('base64'));
  await put('data.png', '/shapes', 'data:image/png;base64,' + picture.toString('base64'));
  await put('url.png', '/shapes', first.url);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sdk-'));
  try {
    fs.writeFileSync(path.join(folder, 'local.png'), picture);
    await put('stream.png', '/shapes', fs.createReadStream(path.join(folder, 'local.png')));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  const names = ['base64', 'buffer', 'data', 'stream', 'url'];
  same(await rig.paths('/shapes'), names.map((name) => `/shapes/${name}.png`));
  for (const at of await rig.paths('/shapes')) same((await rig.deliver(WHERE.delivery + at)).bytes, picture);
  const unique = await KIT.upload({ file: picture, fileName: 'u.png' });
  assert.match(unique.name, /^u_.+\.png$/);
  same((await rig.details(unique.fileId)).filePath, '/' + unique.name);
  await locally('Missing file parameter for upload', () => KIT.upload({ fileName: 'x' }));
  await locally('Missing fileName parameter for upload', () => KIT.upload({ file: 'eA==' }));
});

check('upload: by callback', async () => {
  const [error, file] = await new Promise((done) =>
    KIT.upload({ file: png(), fileName: 'back.png', folder: '/callback', useUniqueFileName: false }, (...all) => done(all)),
  );
  same([error, file.filePath], [null, '/callback/back.png']);
  const [late] = await new Promise((done) => KIT.getFileDetails(NOBODY, (...all) => done(all)));
  same(late.message, 'The requested file does not exist.');
});

check('upload: options', async () => {
  await field('colour', { type: 'Text', maxLength: 9 });
  await rig.receiving(async (hook) => {
    const file = await put('all.png', '/options', png(), {
      tags: ['one', 'two'],
      isPrivateFile: true,
      isPublished: false,
      customCoordinates: '1,2,10,20',
      responseFields: ['tags', 'customCoordinates', 'isPrivateFile', 'embeddedMetadata', 'isPublished', 'customMetadata', 'metadata'],
      extensions: [{ name: 'google-auto-tagging', minConfidence: 80, maxTags: 5 }],
      webhookUrl: hook.url,
      overwriteFile: true,
      overwriteAITags: true,
      overwriteTags: true,
      overwriteCustomMetadata: true,
      customMetadata: { colour: 'red' },
      transformation: { pre: 'w-20', post: [{ type: 'transformation', value: 'w-10,h-10' }] },
      checks: '"request.folder" : "/options" AND "file.size" < "1mb"',
    });
    same([file.width, file.height, file.metadata.width], [20, 15, 20]);
    same([file.tags, file.customCoordinates, file.isPrivateFile], [['one', 'two'], '1,2,10,20', true]);
    same([file.isPublished, file.customMetadata], [false, { colour: 'red' }]);
    same(file.extensionStatus, { 'google-auto-tagging': 'pending' });
    const kept = await rig.details(file.fileId);
    same([kept.tags, kept.customCoordinates, kept.isPrivateFile], [['one', 'two'], '1,2,10,20', true]);
    same([kept.isPublished, kept.customMetadata, kept.width], [false, { colour: 'red' }, 20]);
    same(JSON.parse((await hook.next()).body).service, 'google-auto-tagging');
    assert.ok([401, 404].includes((await rig.deliver(file.url)).status));
  });
});

check('upload: overwriting', async () => {
  await field('season', { type: 'Text' });
  const first = await put('o.png', '/over', png(), { tags: 'old', customMetadata: { season: 'spring' } });
  const keep = { overwriteTags: false, overwriteCustomMetadata: false, overwriteAITags: false };
  const kept = await put('o.png', '/over', png(), keep);
  same([kept.fileId, kept.versionInfo.name], [first.fileId, 'Version 2']);
  const seen = async () => (({ tags, customMetadata }) => [tags, customMetadata])(await rig.details(first.fileId));
  same(await seen(), [['old'], { season: 'spring' }]);
  await put('o.png', '/over');
  same(await seen(), [null, {}]);
  const error = await failure(400, () => put('o.png', '/over', png(), { overwriteFile: false }));
  assert.match(error.message, /^A file with the same name already exists/);
  same((await versions(first.fileId)).length, 3);
});

check('upload: refusals', async () => {
  const refuse = (options) => failure(400, () => put('r.png', '/refused', png(), options));
  same((await refuse({ checks: '"file.size" < 10' })).message, "Your request failed 'checks' validation.");
  assert.match((await refuse({ checks: '"file.size" <' })).message, /^Your request contains invalid syntax for the checks parameter\./);
  const error = await refuse({ customMetadata: { nobody: 1 } });
  same([error.message, Object.keys(error.errors)], ['Invalid custom metadata.', ['nobody']]);
  await refuse({ tags: '50%' });
  await refuse({ extensions: '{' });
  await locally('Invalid pre transformation parameter.', () => put('r.png', '/refused', png(), { transformation: { pre: '' } }));
  same(await rig.paths('/refused'), []);
});

check('getAuthenticationParameters', async () => {
  const given = KIT.getAuthenticationParameters();
  const fields = { fileName: 'c.png', publicKey: WHERE.public_key, useUniqueFileName: false, folder: '/client', ...given };
  same((await rig.sendForm(fields, png())).status, 200);
  same(await rig.paths('/client'), ['/client/c.png']);
  same((await rig.sendForm(fields, png())).status, 400);
  for (const expire of [-10, 2 * 3600].map((more) => Math.floor(Date.now() / 1000) + more)) {
    const late = await rig.sendForm({ ...fields, ...KIT.getAuthenticationParameters('', expire) }, png());
    assert.match(late.json().message, /invalid expire parameter/);
  }
  const forged = { ...fields, ...KIT.getAuthenticationParameters(), signature: '0'.repeat(40) };
  same((await rig.sendForm(forged, png())).status, 400);
  const both = await failure(400, () => put('both.png', '/client', png(), { publicKey: WHERE.public_key, ...KIT.getAuthenticationParameters() }));
  assert.match(both.message, /both signature and basic auth/);
  const cases = [['your_token', 1582269249], ['ü', 9999999999], ['x'.repeat(300), 1]].map(([token, expire]) => ({
    private_key: 'private_key_test',
    args: { token, expire },
  }));
  const kit = client({ privateKey: 'private_key_test' });
  rig.batch('auth-params', cases).forEach((answer, n) => {
    const { token, expire } = cases[n].args;
    same(answer, { value: kit.getAuthenticationParameters(token, expire) });
  });
});

// List and search

check('listFiles', async () => {
  for (const [name, size, tags] of [['b.png', 10, 'x'], ['a.png', 30, 'y'], ['c.png', 20, 'x,z']]) {
    await put(name, '/list', png(size, size, rig.slope), { tags });
  }
  await put('d.txt', '/list', Buffer.from('words'));
  await put('deep.png', '/list/deep');
  const listed = async (options) => (await KIT.listFiles({ path: '/list', ...options })).map((file) => file.name);
  same(await listed(), ['b.png', 'a.png', 'c.png', 'd.txt']);
  const orders = { ASC_NAME: 'abcd', DESC_NAME: 'dcba', DESC_CREATED: 'dcab', ASC_SIZE: 'dbca', DESC_HEIGHT: 'acbd', ASC_WIDTH: 'dbca' };
  for (const [sort, order] of Object.entries(orders)) {
    same([sort, (await listed({ sort })).map((name) => name[0]).join('')], [sort, order]);
  }
  same(await listed({ fileType: 'non-image' }), ['d.txt']);
  same(await listed({ limit: 2, skip: 1 }), ['a.png', 'c.png']);
  same(await listed({ tags: ['y', 'z'] }), ['a.png', 'c.png']);
  same(await listed({ name: 'c.png' }), ['c.png']);
  same(await listed({ includeFolder: true, sort: 'ASC_NAME' }), ['a.png', 'b.png', 'c.png', 'd.txt', 'deep']);
  same(await listed({ type: 'folder' }), ['deep']);
  same(await listed({ type: 'all', sort: 'DESC_NAME' }), ['deep', 'd.txt', 'c.png', 'b.png', 'a.png']);
  await put('a.png', '/list');
  same((await KIT.listFiles({ path: '/list', type: 'file-version' })).map((v) => v.versionInfo.name), ['Version 1']);
  assert.ok((await KIT.listFiles()).length > 5, 'without options the whole library');
  for (const wrong of [{ limit: 0 }, { limit: 1001 }, { skip: -1 }, { sort: 'UP' }, { type: 'directory' }]) {
    await failure(400, () => KIT.listFiles(wrong));
  }
});

check('listFiles: searchQuery', async () => {
  await field('weight', { type: 'Number' });
  await put('cat.png', '/found', png(50, 20), { tags: 'pet', customMetadata: { weight: 4 } });
  await put('dog.png', '/found', png(20, 50), { tags: 'pet,big', customMetadata: { weight: 30 } });
  await put('car.txt', '/found/more', Buffer.from('words'), { isPrivateFile: true });
  const found = async (query) => {
    const searchQuery = `${query} AND path : "/found/" AND type = "file"`;
    return (await KIT.listFiles({ searchQuery, sort: 'ASC_NAME' })).map((file) => file.name);
  };
  same(await found('name = "cat.png"'), ['cat.png']);
  same(await found("name:'ca'"), ['car.txt', 'cat.png']);
  same(await found('tags IN ["big","none"]'), ['dog.png']);
  same(await found('(width > 30 OR height > 30)'), ['cat.png', 'dog.png']);
  same(await found('"customMetadata.weight" >= 5'), ['dog.png']);
  same(await found('private = true AND createdAt > "1h"'), ['car.txt']);
  const error = await failure(400, () => KIT.listFiles({ searchQuery: 'createdAt > "soon"' }));
  assert.match(error.message, /^Invalid search query - createdAt field must have a valid date value\./);
});

// Files and versions

check('getFileDetails', async () => {
  const file = await put('d.png', '/details', png(), { tags: 't' });
  const seen = await KIT.getFileDetails(file.fileId);
  same([seen.type, seen.filePath, seen.mime, seen.tags], ['file', '/details/d.png', 'image/png', ['t']]);
  same([seen.width, seen.height, seen.size, seen.hasAlpha], [40, 30, file.size, false]);
  same({ ...seen }, await rig.details(file.fileId));
  same((await rig.deliver(seen.thumbnail)).status, 200);
  same((await failure(400, () => KIT.getFileDetails('short'))).message, 'Your request contains invalid fileId parameter.');
  await failure(404, () => KIT.getFileDetails(NOBODY));
  await locally('Missing fileId parameter for this request', () => KIT.getFileDetails(''));
});

check(['getFileVersions', 'getFileVersionDetails', 'restoreFileVersion', 'deleteFileVersion'], async () => {
  const { fileId, versionInfo } = await put('v.png', '/versions', png(10, 10));
  const second = (await put('v.png', '/versions', png(20, 20))).versionInfo.id;
  same(await versions(fileId), [['file', 'Version 2'], ['file-version', 'Version 1']]);
  const old = await KIT.getFileVersionDetails({ fileId, versionId: versionInfo.id });
  same([old.type, old.width, old.versionInfo], ['file-version', 10, versionInfo]);
  same(rig.sizeOf((await rig.deliver(old.url)).bytes), [10, 10]);
  same((await KIT.restoreFileVersion({ fileId, versionId: versionInfo.id })).versionInfo, versionInfo);
  same((await rig.details(fileId)).width, 10);
  same(rig.sizeOf((await rig.deliver(WHERE.delivery + '/versions/v.png')).bytes), [10, 10]);
  const current = await failure(400, () => KIT.deleteFileVersion({ fileId, versionId: versionInfo.id }));
  same(current.message, 'You cannot delete current version of a file.');
  await KIT.deleteFileVersion({ fileId, versionId: second });
  same((await versions(fileId)).length, 1);
  for (const name of ['deleteFileVersion', 'restoreFileVersion', 'getFileVersionDetails']) {
    await failure(404, () => KIT[name]({ fileId, versionId: second }));
  }
});

check('updateFileDetails', async () => {
  await field('rating', { type: 'Number', minValue: 1, maxValue: 5 });
  const { fileId, url } = await put('u.png', '/update', png(), { tags: 'old' });
  const seen = await KIT.updateFileDetails(fileId, { tags: ['red'], customCoordinates: '0,0,9,9', customMetadata: { rating: 3 } });
  same([seen.tags, seen.customCoordinates, seen.customMetadata], [['red'], '0,0,9,9', { rating: 3 }]);
  let kept = await rig.details(fileId);
  same([kept.tags, kept.customCoordinates, kept.customMetadata], [['red'], '0,0,9,9', { rating: 3 }]);
  await KIT.updateFileDetails(fileId, { tags: null, customCoordinates: null, customMetadata: { rating: null } });
  kept = await rig.details(fileId);
  same([kept.tags, kept.customCoordinates, kept.customMetadata], [null, null, {}]);
  const error = await failure(400, () => KIT.updateFileDetails(fileId, { customMetadata: { rating: 9 }, tags: ['no'] }));
  same([error.message, Object.keys(error.errors)], ['Invalid custom metadata.', ['rating']]);
  same((await rig.details(fileId)).tags, null);
  await rig.receiving(async (hook) => {
    const extensions = [{ name: 'aws-auto-tagging', minConfidence: 5, maxTags: 3 }];
    const seen = await KIT.updateFileDetails(fileId, { extensions, webhookUrl: hook.url });
    same(seen.extensionStatus, { 'aws-auto-tagging': 'pending' });
    same(JSON.parse((await hook.next()).body).service, 'aws-auto-tagging');
  });
  await KIT.updateFileDetails(fileId, { publish: { isPublished: false, includeFileVersions: true } });
  same((await rig.details(fileId)).isPublished, false);
  assert.notEqual((await rig.deliver(url)).status, 200);
  await KIT.updateFileDetails(fileId, { publish: { isPublished: true } });
  same((await rig.deliver(url)).status, 200);
  const both = await failure(400, () => KIT.updateFileDetails(fileId, { publish: { isPublished: false }, tags: ['x'] }));
  same(both.message, 'Your request cannot contain any other parameters when publish is present');
  await failure(404, () => KIT.updateFileDetails(NOBODY, { tags: ['x'] }));
});

check('deleteFile', async () => {
  const { fileId } = await put('x.png', '/delete');
  await KIT.deleteFile(fileId);
  assert.ok((await rig.gone(fileId)) && (await rig.paths('/delete')).length === 0);
  await failure(404, () => KIT.deleteFile(fileId));
});

check(['bulkAddTags', 'bulkRemoveTags'], async () => {
  const ids = [];
  for (const n of [1, 2]) ids.push((await put(`${n}.png`, '/tags', png(), { tags: 'a' })).fileId);
  const tags = () => Promise.all(ids.map(async (id) => (await rig.details(id)).tags));
  same((await KIT.bulkAddTags(ids, ['shared', 'a'])).successfullyUpdatedFileIds.sort(), [...ids].sort());
  same(await tags(), [['a', 'shared'], ['a', 'shared']]);
  await KIT.bulkRemoveTags(ids, ['a', 'never']);
  same(await tags(), [['shared'], ['shared']]);
  for (const name of ['bulkAddTags', 'bulkRemoveTags']) {
    const error = await failure(404, () => KIT[name]([ids[0], NOBODY], ['shared']));
    same([error.message, error.missingFileIds], ['The requested file(s) does not exist.', [NOBODY]]);
    await failure(400, () => KIT[name](Array(51).fill(NOBODY), ['x']));
    await locally('Invalid value for fileIds', () => KIT[name]([], ['x']));
  }
  same(await tags(), [['shared'], ['shared']]);
});

check('bulkRemoveAITags', async () => {
  api = DEMO.api;
  try {
    const kit = client({}, DEMO);
    const names = async (id) => ((await kit.getFileDetails(id)).AITags ?? []).map((tag) => tag.name);
    const id = (await kit.listFiles({})).find((file) => file.AITags?.length > 1).fileId;
    const [first, ...rest] = await names(id);
    same((await kit.bulkRemoveAITags([id], [first, 'never'])).successfullyUpdatedFileIds, [id]);
    same(await names(id), rest);
    same((await failure(404, () => kit.bulkRemoveAITags([id, NOBODY], rest))).missingFileIds, [NOBODY]);
    same(await names(id), rest);
  } finally {
    api = WHERE.api;
  }
});

check('bulkDeleteFiles', async () => {
  const ids = [];
  for (const n of [1, 2, 3]) ids.push((await put(`${n}.png`, '/bulk')).fileId);
  same((await failure(404, () => KIT.bulkDeleteFiles([ids[0], NOBODY]))).missingFileIds, [NOBODY]);
  same((await rig.paths('/bulk')).length, 3);
  same((await KIT.bulkDeleteFiles(ids.slice(0, 2))).successfullyDeletedFileIds.sort(), ids.slice(0, 2).sort());
  same(await rig.paths('/bulk'), ['/bulk/3.png']);
  await failure(400, () => KIT.bulkDeleteFiles(Array(101).fill(NOBODY)));
  await locally('Invalid value for fileIds', () => KIT.bulkDeleteFiles([]));
});

check(['copyFile', 'moveFile'], async () => {
  const { fileId } = await put('c.png', '/copy', png(10, 10));
  await put('c.png', '/copy', png(20, 20), { tags: 't' });
  const sourceFilePath = '/copy/c.png';
  await KIT.copyFile({ sourceFilePath, destinationPath: '/copies/one/' });
  await KIT.copyFile({ sourceFilePath, destinationPath: '/copies/all', includeFileVersions: true });
  const [one] = await KIT.listFiles({ path: '/copies/one' });
  const [all] = await KIT.listFiles({ path: '/copies/all' });
  assert.ok(fileId !== one.fileId && fileId !== all.fileId);
  same([one.tags, (await versions(one.fileId)).length, (await versions(all.fileId)).length], [['t'], 1, 2]);
  await KIT.moveFile({ sourceFilePath, destinationPath: '/copies/moved/' });
  same([(await rig.details(fileId)).filePath, await rig.paths('/copy')], ['/copies/moved/c.png', []]);
  for (const name of ['copyFile', 'moveFile']) {
    const error = await failure(404, () => KIT[name]({ sourceFilePath, destinationPath: '/' }));
    same(error.reason, 'SOURCE_FILE_MISSING');
  }
});

check('renameFile', async () => {
  const { fileId } = await put('old.png', '/rename');
  const rename = (filePath, newFileName, more) => KIT.renameFile({ filePath: '/rename/' + filePath, newFileName, ...more });
  same({ ...(await rename('old.png', 'new name.png')) }, {});
  same((await rig.details(fileId)).filePath, '/rename/new_name.png');
  const { purgeRequestId } = await rename('new_name.png', 'n.png', { purgeCache: true });
  assert.match((await KIT.getPurgeCacheStatus(purgeRequestId)).status, /^(Pending|Completed)$/);
  await put('taken.png', '/rename');
  same((await failure(409, () => rename('n.png', 'taken.png'))).reason, 'FILE_ALREADY_EXISTS');
  same((await failure(404, () => rename('no.png', 'x.png'))).reason, 'FILE_MISSING');
  same((await failure(400, () => rename('n.png', 'n.png'))).reason, 'SAME_OLD_AND_NEW_NAME');
  same(await rig.paths('/rename'), ['/rename/n.png', '/rename/taken.png']);
});

// Folders

check(['createFolder', 'deleteFolder'], async () => {
  await KIT.createFolder({ folderName: 'new one', parentFolderPath: '/tree/deep/' });
  same(await rig.folders('/tree/deep'), ['/tree/deep/new_one']);
  const { fileId } = await put('f.png', '/tree/deep/new_one');
  for (const folderName of ['..', 'a/b']) {
    await failure(400, () => KIT.createFolder({ folderName, parentFolderPath: '/tree' }));
  }
  await KIT.deleteFolder('/tree/');
  assert.ok((await rig.gone(fileId)) && !(await rig.folders()).includes('/tree'));
  same((await failure(404, () => KIT.deleteFolder('/tree'))).reason, 'FOLDER_NOT_FOUND');
});

check(['copyFolder', 'moveFolder', 'getBulkJobStatus'], async () => {
  const { fileId } = await put('x.png', '/jobs/source/leaf');
  await put('x.png', '/jobs/source/leaf');
  await rig.holdJobs(true);
  const copy = { sourceFolderPath: '/jobs/source', destinationPath: '/jobs/to', includeFileVersions: true };
  const { jobId } = await KIT.copyFolder(copy);
  same({ ...(await KIT.getBulkJobStatus(jobId)) }, { jobId, type: 'COPY_FOLDER', status: 'Pending' });
  await failure(423, () => KIT.copyFolder({ ...copy, destinationPath: '/jobs/elsewhere' }));
  await rig.holdJobs(false);
  same((await ends(jobId)).status, 'Completed');
  const [copied] = await KIT.listFiles({ path: '/jobs/to/source/leaf' });
  same([copied.fileId === fileId, (await versions(copied.fileId)).length], [false, 2]);
  const moved = await KIT.moveFolder({ sourceFolderPath: '/jobs/source', destinationPath: '/jobs/moved' });
  same([(await ends(moved.jobId)).status, (await ends(moved.jobId)).type], ['Completed', 'MOVE_FOLDER']);
  same((await rig.details(fileId)).filePath, '/jobs/moved/source/leaf/x.png');
  for (const name of ['copyFolder', 'moveFolder']) {
    const error = await failure(404, () => KIT[name]({ sourceFolderPath: '/nowhere', destinationPath: '/jobs' }));
    same(error.reason, 'NO_FILES_FOLDER');
  }
  const into = { sourceFolderPath: '/jobs/to', destinationPath: '/jobs/to/source' };
  same((await failure(400, () => KIT.moveFolder(into))).reason, 'INVALID_DESTINATION_PATH');
  await failure(404, () => KIT.getBulkJobStatus(NOBODY));
});

// Cache, metadata

check(['purgeCache', 'getPurgeCacheStatus'], async () => {
  const file = await put('cached.png', '/purge');
  const { requestId } = await KIT.purgeCache(file.url);
  assert.match((await KIT.getPurgeCacheStatus(requestId)).status, /^(Pending|Completed)$/);
  const done = await rig.until(() => KIT.getPurgeCacheStatus(requestId), (state) => state.status !== 'Pending');
  same({ ...done }, { status: 'Completed' });
  for (const wrong of ['nothing', WHERE.delivery + '/a*/b.png', WHERE.delivery + '/a*']) {
    await failure(400, () => KIT.purgeCache(wrong));
  }
  same((await failure(400, () => KIT.getPurgeCacheStatus(NOBODY))).message, 'No request found for this requestId.');
});

check('getFileMetadata', async () => {
  const plain = await put('m.png', '/meta', png(64, 48, rig.slope));
  const seen = await KIT.getFileMetadata(plain.fileId);
  same([seen.width, seen.height, seen.format, seen.size], [64, 48, 'png', plain.size]);
  assert.match(seen.pHash, /^[0-9a-f]{16}$/);
  const jpeg = rig.withExif((await rig.deliver(WHERE.delivery + '/tr:f-jpg,q-90/meta/m.png')).bytes);
  const photo = await put('photo.jpg', '/meta', jpeg);
  const told = await KIT.getFileMetadata(photo.fileId);
  same([told.format, told.exif.image.Make], ['jpg', 'Acme']);
  same({ ...(await KIT.getFileMetadata(photo.url)) }, { ...told });
  await failure(400, () => KIT.getFileMetadata('https://example.com/x.png'));
  await failure(404, () => KIT.getFileMetadata(WHERE.delivery + '/none.png'));
  await failure(404, () => KIT.getFileMetadata(NOBODY));
  await failure(400, () => KIT.getFileMetadata('short'));
});

check('pHashDistance', async () => {
  const hash = async (file) => (await KIT.getFileMetadata((await file).fileId)).pHash;
  const first = await hash(put('1.png', '/phash', png(64, 64, rig.disc)));
  const second = await hash(put('2.png', '/phash', png(64, 64, rig.disc)));
  const smaller = (await rig.deliver(WHERE.delivery + '/tr:w-40,f-png/phash/1.png')).bytes;
  const close = await hash(put('small.jpg', '/phash', smaller));
  const far = await hash(put('slope.png', '/phash', png(64, 64, rig.slope)));
  same(KIT.pHashDistance(first, second), 0);
  assert.ok(KIT.pHashDistance(first, close) <= 6, `${first} ${close}`);
  assert.ok(KIT.pHashDistance(first, far) > 12, `${first} ${far}`);
  const pairs = [[first, far], ['f06830ca9f1e3e90', 'f06830ca9f1e3e91'], ['2d5ad3936d2e015b', '2d6ed293db36a4fb']];
  rig.batch('phash', pairs.map(([first, second]) => ({ first, second }))).forEach((answer, n) => {
    same(answer, { value: KIT.pHashDistance(...pairs[n]) });
  });
  assert.match(KIT.pHashDistance('', 'f').message, /^Missing pHash value/);
});

// Fields of custom metadata

const known = async (name, options = {}) =>
  (await KIT.getCustomMetadataFields(options)).find((field) => field.name === name);

/** A field of that name, made unless it is there. */
const field = async (name, schema, label = `${name} label`) =>
  (await known(name)) ?? (await KIT.createCustomMetadataField({ name, label, schema }));

const SCHEMAS = {
  text: { type: 'Text', defaultValue: 'ab', isValueRequired: true, minLength: 1, maxLength: 5 },
  area: { type: 'Textarea', minLength: 2, maxLength: 500 },
  number: { type: 'Number', defaultValue: 150, isValueRequired: true, minValue: 100, maxValue: 200 },
  date: { type: 'Date', minValue: '2020-01-01T00:00:00.000Z', maxValue: '2030-01-01T00:00:00.000Z' },
  flag: { type: 'Boolean', defaultValue: true, isValueRequired: true },
  single: { type: 'SingleSelect', selectOptions: ['small', 5, true] },
  multi: { type: 'MultiSelect', selectOptions: ['x', 7, false], defaultValue: ['x'], isValueRequired: true },
};

check(['createCustomMetadataField', 'getCustomMetadataFields'], async () => {
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    const made = await KIT.createCustomMetadataField({ name: `all_${name}`, label: `All ${name}`, schema });
    same([made.name, made.label, made.schema], [`all_${name}`, `All ${name}`, schema]);
    same({ ...(await known(`all_${name}`)) }, { ...made });
  }
  const values = {
    ...{ all_text: 'abc', all_area: 'words', all_number: 120, all_flag: false, all_single: 5, all_multi: ['x', false] },
    all_date: '2024-05-06T07:08:09.000Z',
  };
  const { fileId } = await put('fields.png', '/fields', png(), { customMetadata: values });
  same((await rig.details(fileId)).customMetadata, values);
  const bad = { all_text: 'abcdef', all_area: 'w', all_number: 99, all_flag: 'no', all_single: 'large', all_multi: ['y'] };
  for (const [name, value] of Object.entries(bad)) {
    const error = await failure(400, () => KIT.updateFileDetails(fileId, { customMetadata: { [name]: value } }));
    same(Object.keys(error.errors), [name]);
  }
  const create = (name, label, schema) => failure(400, () => KIT.createCustomMetadataField({ name, label, schema }));
  assert.match((await create('all_text', 'Other', { type: 'Text' })).message, /name already exists/);
  assert.match((await create('other', 'All text', { type: 'Text' })).message, /label already exists/);
  const wrong = await create('other', 'Other', { type: 'Number', maxLength: 4 });
  same([wrong.message, Object.keys(wrong.errors)], ['Invalid field object', ['maxLength']]);
  const few = await failure(400, () => put('few.png', '/fields', png(), { customMetadata: { all_single: 5 } }));
  same(Object.keys(few.errors).sort(), ['all_flag', 'all_multi', 'all_number', 'all_text']);
  // What is required would be of every later upload with custom metadata.
  for (const name of Object.keys(SCHEMAS)) await KIT.deleteCustomMetadataField((await known(`all_${name}`)).id);
});

check(['updateCustomMetadataField', 'deleteCustomMetadataField'], async () => {
  const { id } = await field('changing', { type: 'Number', minValue: 1, maxValue: 5 });
  const seen = await KIT.updateCustomMetadataField(id, { label: 'New', schema: { minValue: 2, maxValue: 9 } });
  same([seen.label, seen.schema], ['New', { type: 'Number', minValue: 2, maxValue: 9 }]);
  same((await known('changing')).label, 'New');
  await failure(400, () => KIT.updateCustomMetadataField(id, { schema: { minLength: 1 } }));
  await failure(404, () => KIT.updateCustomMetadataField(NOBODY, { label: 'x' }));
  const { fileId } = await put('c.png', '/changing', png(), { customMetadata: { changing: 7 } });
  same((await rig.details(fileId)).customMetadata, { changing: 7 });
  await KIT.deleteCustomMetadataField(id);
  same([await known('changing'), (await known('changing', { includeDeleted: true })).id], [undefined, id]);
  same((await rig.details(fileId)).customMetadata, {});
  await failure(400, () => KIT.createCustomMetadataField({ name: 'changing', label: 'New', schema: { type: 'Text' } }));
  await failure(404, () => KIT.deleteCustomMetadataField(NOBODY));
});

// URLs and webhooks

check('url', async () => {
  await put('s.png', '/url', png(40, 30), { isPrivateFile: true });
  await put('öffentlich.png', '/url');
  const transformation = [{ width: 20, format: 'png' }, { rotation: 90 }];
  same((await rig.deliver(KIT.url({ path: '/url/s.png' }))).status, 401);
  for (const given of [
    { path: 'url/s.png', urlEndpoint: WHERE.delivery + '/' },
    { path: '/url/s.png' },
    { path: '/url/s.png', transformation },
    { path: '/url/s.png', transformation, transformationPosition: 'query' },
    { path: '/url/s.png', transformation, queryParameters: { v: '1 2', w: 'é' } },
    { src: WHERE.delivery + '/url/s.png', transformation },
  ]) {
    for (const expiry of [{}, { expireSeconds: 300 }]) {
      const signed = KIT.url({ ...given, signed: true, ...expiry });
      const answer = await rig.deliver(signed);
      same([answer.status, signed], [200, signed]);
      same(rig.sizeOf(answer.bytes), given.transformation ? [15, 20] : [40, 30]);
      same((await rig.deliver(rig.tampered(signed))).status, 401);
    }
  }
  same((await rig.deliver(KIT.url({ path: '/url/s.png', signed: true, expireSeconds: -60 }))).status, 401);
  same((await rig.deliver(KIT.url({ path: '/url/öffentlich.png', signed: true, transformation }))).status, 200);
});

check('verifyWebhookEvent', async () => {
  const { fileId } = await put('w.png', '/webhooks');
  const { headers, body } = rig.signedEvent('file.created', await rig.details(fileId), 'whsec_test');
  const signature = headers['x-ik-signature'];
  const { timestamp, event } = KIT.verifyWebhookEvent(body, signature, 'whsec_test');
  assert.ok(Math.abs(Date.now() - timestamp) < 300_000);
  same([event.type, event.data.fileId], ['file.created', fileId]);
  for (const [text, secret] of [[body + ' ', 'whsec_test'], [body, 'whsec_other']]) {
    assert.throws(() => KIT.verifyWebhookEvent(text, signature, secret), /Incorrect signature/);
  }
});

// Errors

check(['400', '401', '403', '404', '409'], async () => {
  const few = await failure(400, () => KIT.listFiles({ limit: 0 }));
  same(few.message, 'Minimum value of limit parameter is 1. Value sent is 0.');
  const withoutKey = axios.interceptors.request.use((request) => ({ ...request, auth: undefined }));
  try {
    const error = await failure(401, () => KIT.listFiles({}));
    same(error.message, 'Your request does not contain private API key.');
    await failure(401, () => put('nobody.png', '/'));
  } finally {
    axios.interceptors.request.eject(withoutKey);
  }
  const stranger = client({ privateKey: 'private_wrong' });
  same((await failure(403, () => stranger.listFiles({}))).message, 'Your account cannot be authenticated.');
  await failure(403, () => stranger.upload({ file: png(), fileName: 'stranger.png' }));
  same((await rig.paths()).filter((path) => /nobody|stranger/.test(path)), []);
  await failure(404, () => KIT.getFileDetails(NOBODY));
  await put('e.png', '/errors');
  await put('f.png', '/errors');
  await failure(409, () => KIT.renameFile({ filePath: '/errors/e.png', newFileName: 'f.png' }));
});

check(['429', '5xx', '207', 'cut'], async () => {
  const headers = { 'X-RateLimit-Limit': '5', 'X-RateLimit-Reset': '250', 'X-RateLimit-Interval': '1000' };
  await rig.fault(429, { path_prefix: '/v1/files', headers });
  const limited = await refused(() => KIT.listFiles({}));
  same([limited['X-RateLimit-Limit'], limited['X-RateLimit-Reset'], limited['X-RateLimit-Interval']], [5, 250, 1000]);
  for (const status of [500, 502, 503, 504]) {
    await rig.fault(status, { path_prefix: '/v1/folder' });
    const create = () => KIT.createFolder({ folderName: 'never', parentFolderPath: '/' });
    same((await refused(create)).$ResponseMetadata.statusCode, status);
  }
  same((await rig.folders()).includes('/never'), false);
  same(await rig.asked('/v1/folder'), [500, 502, 503, 504]);
  await rig.fault(502, { path_prefix: '/v1/files', kind: 'garbage' });
  assert.match((await refused(() => KIT.listFiles({}))).help, /^<html>/);
  const { fileId } = await put('p.png', '/partial');
  await rig.fault(207, { path_prefix: '/v1/files/addTags' });
  same((await KIT.bulkAddTags([fileId], ['x'])).$ResponseMetadata.statusCode, 207);
  same((await rig.details(fileId)).tags, null);
  await rig.fault(null, { path_prefix: '/v1/files' });
  assert.ok((await refused(() => KIT.listFiles({}))).code, 'a cut connection has the code of the system');
});

script.run().then((failed) => process.exit(failed > 0 ? 1 : 0));
