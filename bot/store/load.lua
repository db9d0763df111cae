-- load.lua reads everything that one decision needs. It writes nothing.
--
-- KEYS: the event's marks, newest pseudonym first;
--       the answer kept under each of those marks, in the same order;
--       then either the index documents of the address, newest pseudonym first,
--       or, when the contact is known by id, its document;
--       last the bucket of the sender.
-- ARGV: 1 number of marks
--       2 contact id, or "" to find it by the index documents
--       3, 4, 5 what precedes an id in the key of a contact, a session, an incident
--
-- The contact's id is known only once its index document is read, and the incident's only once the session is:
-- those keys are put together here, and carry the hash tag of KEYS by their prefix.
--
-- Returns an array. 1 and 2 are TIME: seconds, microseconds; 3 is the bucket as it is kept (bucket.lua), "" if absent. Then
--       nothing more: no index document exists;
--       4 the answer or "": the event was claimed before;
--       4 number of the index document found, or 0 when it was not looked for;
--       5 index document, 6 contact, 7 session, 8 incident: each as it is kept (pack.go); "" if absent.
-- Errors: WRONGTYPE when a key holds something else.

local call = redis.call
local now = call('TIME')
local marks = tonumber(ARGV[1])
local bucket = call('GET', KEYS[#KEYS]) or ''

for i = 1, marks do
  if call('EXISTS', KEYS[i]) == 1 then
    return {now[1], now[2], bucket, call('GET', KEYS[marks + i]) or ''}
  end
end

-- link returns the id of the document that a document leads to, "" if none.
local function link(document)
  return document and string.match(document, '^%d+ (%x*)') or ''
end

local contact, found, index = ARGV[2], 0, ''
if contact == '' then
  for i = 2 * marks + 1, #KEYS - 1 do
    index = call('GET', KEYS[i])
    if index then
      found = i - 2 * marks
      contact = link(index)
      break
    end
  end
  if found == 0 then
    return {now[1], now[2], bucket}
  end
end

local session = call('GET', ARGV[4] .. contact)
local incident = link(session)
return {
  now[1], now[2], bucket, found, index,
  call('GET', ARGV[3] .. contact) or '',
  session or '',
  incident ~= '' and call('GET', ARGV[5] .. incident) or '',
}
