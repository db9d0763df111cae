-- commit.lua writes one decision: all of it or nothing. It is the one write path of decisions and knows no domain.
--
-- KEYS: the marks of the claim; the answer of the claim, if there are marks; the documents to write; the
--       documents to touch; the queue of each append; the queue of each entry to finish; the timers, if any is set or
--       cleared; the tickets for later, if there are any; the bucket of each debit; the mark of each withdrawal;
--       the dead letters, if there are any to add or to remove; the list of each listing; the tally, if any of its counters is added
--       to; the counters, if any is added to.
-- ARGV: the numbers of marks, writes, touches, appends, timers set, timers cleared, counters, finished entries, tickets for
--       later, debits, withdrawals, dead letters, dead letters to remove, listings and counters of the tally, two bytes each, high
--       byte first (one argument, for each costs Redis as much as a small command);
--       per write: the expected version ("0": absent; "-1": any);
--       if there are marks: how long to keep the mark (ms), how long to keep the answer (ms, "0": not at all),
--       the answer;
--       per counter: name, what to add;
--       per append: message, tries;
--       per timer set: member, microseconds from now;
--       per timer cleared: member;
--       per ticket for later: ticket, microseconds from now;
--       per debit: microseconds; per withdrawal: how long to keep its mark (ms); per dead letter: message, why;
--       if entries are finished: the consumer group, then per entry its id;
--       per dead letter to remove: its entry id;
--       per listing: the id, "1" to put it on the list or "" to take it off;
--       if the tally is added to: its lifetime (ms), then per counter: name, what to add;
--       per write: lifetime (ms, "0": the one it has), the document as it will be kept (pack.go), or "" to delete it;
--       per touch: lifetime (ms).
--
-- Everything is checked before anything is written, for Redis does not take back what a script wrote. Documents come
-- last because a full Redis still deletes: whatever else there is to write is refused first, and with it the commit.
--
-- Returns 0: written. 1: a mark exists. 2: a document is not at the expected version. After 1 and 2, nothing changed.
-- Errors: OOM, READONLY, MISCONF, NOREPLICAS at the first write, so nothing changed; WRONGTYPE when a key holds
-- something else.

local call = redis.call
local deadLetters = 10000 -- how many are kept, about

local m1, m, w1, w, t1, t, a1, a, s1, s, l1, l, c1, c, f1, f, r1, r, d1, d, g1, g, x1, x, u1, u, i1, i0, y1, y =
  string.byte(ARGV[1], 1, 30)
local marks, writes, touches, appends = m1 * 256 + m, w1 * 256 + w, t1 * 256 + t, a1 * 256 + a
local sets, clears, counts, finishes = s1 * 256 + s, l1 * 256 + l, c1 * 256 + c, f1 * 256 + f
local laters, debits, withdraws, deads, undeads = r1 * 256 + r, d1 * 256 + d, g1 * 256 + g, x1 * 256 + x, u1 * 256 + u
local listings, tallies = i1 * 256 + i0, y1 * 256 + y

local function claimed(first)
  for i = first, marks do
    if call('EXISTS', KEYS[i]) == 1 then
      return true
    end
  end
  return false
end

local documents = marks > 0 and marks + 1 or 0 -- keys before the first document
for i = 1, writes do
  local version = string.match(call('GETRANGE', KEYS[documents + i], 0, 20), '^%d+') or '0'
  if version ~= ARGV[1 + i] and ARGV[1 + i] ~= '-1' then
    return claimed(1) and 1 or 2
  end
end

-- The last key before the first of each kind.
local lanes = documents + writes + touches
local finished = lanes + appends
local timers = finished + finishes
local tickets = timers + (sets + clears > 0 and 1 or 0)
local buckets = tickets + (laters > 0 and 1 or 0)
local withdrawn = buckets + debits
local letters = withdrawn + withdraws

-- A key of the wrong type fails here, before anything is written.
for i = lanes + 1, timers do
  call('XLEN', KEYS[i])
end
if sets + clears > 0 then
  call('ZCARD', KEYS[timers + 1])
end
if laters > 0 then
  call('ZCARD', KEYS[tickets + 1])
end
local first
for i = debits, 1, -1 do
  first = readBucket(KEYS[buckets + i])
end
if deads + undeads > 0 then
  call('XLEN', KEYS[letters + 1])
end
local lists = letters + (deads + undeads > 0 and 1 or 0)
local tally = lists + listings + 1
for i = lists + 1, lists + listings do
  call('ZCARD', KEYS[i])
end
if tallies > 0 then
  call('HLEN', KEYS[tally])
end
if counts > 0 then
  call('HLEN', KEYS[#KEYS])
end

local at = 1 + writes -- the last argument used
if marks > 0 then
  -- The last check is the first write.
  if claimed(2) or not call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[at + 1]) then
    return 1
  end
  if ARGV[at + 2] ~= '0' then
    call('SET', KEYS[marks + 1], ARGV[at + 3], 'PX', ARGV[at + 2])
  end
  at = at + 3
end

for _ = 1, counts do
  call('HINCRBY', KEYS[#KEYS], ARGV[at + 1], ARGV[at + 2])
  at = at + 2
end

for i = 1, appends do
  call('XADD', KEYS[lanes + i], '*', 'm', ARGV[at + 1], 'n', ARGV[at + 2])
  at = at + 2
end

local now = 0
if sets + laters + debits > 0 then
  now = microseconds()
end

-- after puts a member where its time comes so many microseconds from now, rounded up to milliseconds: never early.
local function after(key, member, wait)
  call('ZADD', key, string.format('%.0f', math.ceil((now + wait) / 1000)), member)
end

for _ = 1, sets do
  after(KEYS[timers + 1], ARGV[at + 1], ARGV[at + 2])
  at = at + 2
end
for _ = 1, clears do
  call('ZREM', KEYS[timers + 1], ARGV[at + 1])
  at = at + 1
end
for _ = 1, laters do
  after(KEYS[tickets + 1], ARGV[at + 1], ARGV[at + 2])
  at = at + 2
end
for i = 1, debits do
  local bucket = i == 1 and first or readBucket(KEYS[buckets + i])
  debit(bucket, ARGV[at + 1], now)
  writeBucket(KEYS[buckets + i], bucket)
  at = at + 1
end
for i = 1, withdraws do
  call('SET', KEYS[withdrawn + i], '1', 'PX', ARGV[at + 1])
  at = at + 1
end
for _ = 1, deads do
  call('XADD', KEYS[letters + 1], 'MAXLEN', '~', deadLetters, '*', 'm', ARGV[at + 1], 'w', ARGV[at + 2])
  at = at + 2
end
if finishes > 0 then
  at = at + 1
  local group = ARGV[at]
  for i = 1, finishes do
    call('XACK', KEYS[finished + i], group, ARGV[at + i])
    call('XDEL', KEYS[finished + i], ARGV[at + i])
  end
  at = at + finishes
end
for _ = 1, undeads do
  call('XDEL', KEYS[letters + 1], ARGV[at + 1])
  at = at + 1
end

for i = 1, listings do
  if ARGV[at + 2] == '1' then
    call('ZADD', KEYS[lists + i], 0, ARGV[at + 1])
  else
    call('ZREM', KEYS[lists + i], ARGV[at + 1])
  end
  at = at + 2
end
if tallies > 0 then
  at = at + 1
  local keep = ARGV[at]
  for _ = 1, tallies do
    call('HINCRBY', KEYS[tally], ARGV[at + 1], ARGV[at + 2])
    at = at + 2
  end
  call('PEXPIRE', KEYS[tally], keep)
end

for i = 1, writes do
  if ARGV[at + 2] == '' then
    call('DEL', KEYS[documents + i])
  elseif ARGV[at + 1] == '0' then
    call('SET', KEYS[documents + i], ARGV[at + 2], 'KEEPTTL')
  else
    call('SET', KEYS[documents + i], ARGV[at + 2], 'PX', ARGV[at + 1])
  end
  at = at + 2
end
for i = 1, touches do
  call('PEXPIRE', KEYS[documents + writes + i], ARGV[at + i], 'GT')
end
return 0
