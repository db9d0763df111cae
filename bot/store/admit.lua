-- admit.lua lets messages go, one after the other, until one must wait for its sender's rate. Whatever could forbid a message is
-- read in the same moment: its contact's STOP, its withdrawal, the lease of whoever asks.
--
-- KEYS: 1 the sender's bucket, 2 the lease of the worker; per message: its document, its contact's document, the mark of its
--       withdrawal, its contact's own limit, its broadcast (its document again, if it is none of a broadcast)
-- ARGV: 1 how far in the future the bucket may be (microseconds), 2 "1" when these are broadcasts, else ""; per message: its version, the document that says it is being sent, its lifetime (ms), its cost (microseconds),
--       "1" if it goes in spite of a STOP, "2" if it goes only to subscribers, else "", how many strikes are too many, what it costs of its contact's limit (microseconds,
--       "0": nothing), how far in the future that may be (microseconds), "1" if it is one of a broadcast, else ""
--
-- Returns an array: 1 and 2 TIME (seconds, microseconds); 3 how long to wait (microseconds) before asking again about the first
-- message that is not answered, 0 if all are, -1 if the worker has lost its lease; 4 "1" if the one that was
--       admitted finds out whether the sender may go on after it was held; then per answered message two values:
--       "0" admitted (its document is written, the sender's rate debited), and its contact's document ("": none)
--       "1" its document is at another version, "2" its contact said STOP, "3" its contact cannot be reached, "4" withdrawn,
--       each with ""; "5" its contact's own limit, and how long to wait (microseconds); "6" its broadcast is not being sent now, "7" nor
--       ever again, each with ""
-- Errors: those of a write that Redis refuses; WRONGTYPE.

local call = redis.call

-- field returns a field of a packed document (pack.go), "" if it has none.
local function field(document, name)
  local at = (string.find(document, '\n', 1, true) or #document) + 1
  while at <= #document do
    local is = string.find(document, '=', at, true)
    local colon = is and string.find(document, ':', is, true)
    if not colon then
      return ''
    end
    local ends = colon + tonumber(string.sub(document, is + 1, colon - 1))
    if string.sub(document, at, is - 1) == name then
      return string.sub(document, colon + 1, ends)
    end
    at = ends + 1
  end
  return ''
end

local time = call('TIME')
local now = time[1] * 1000000 + time[2]
if call('EXISTS', KEYS[2]) == 0 then
  return {time[1], time[2], '-1', '0'}
end

local bucket = readBucket(KEYS[1])
local depth = tonumber(ARGV[1])
local function wait()
  local most = math.max(bucket.hold - now, bucket.tat - depth - now)
  if ARGV[2] == '1' then
    most = math.max(most, bucket.still - now)
  end
  return math.max(0, most)
end

-- judge returns why a message may not go, or "0" and its contact's document.
local function judge(key, arg)
  local version = string.match(call('GETRANGE', KEYS[key], 0, 20), '^%d+') or '0'
  if version ~= ARGV[arg] then
    return '1', ''
  end
  if call('EXISTS', KEYS[key + 2]) == 1 then
    return '4', ''
  end
  if ARGV[arg + 8] == '1' then
    local broadcast = call('GET', KEYS[key + 4]) or ''
    local state = field(broadcast, 'st')
    if broadcast == '' or state == 'killed' then
      return '7', ''
    elseif state ~= 'sending' and state ~= 'done' then
      return '6', ''
    end
  end
  local contact = call('GET', KEYS[key + 1]) or ''
  if ARGV[arg + 4] == '2' and field(contact, 'al') ~= 'on' then
    return '2', ''
  end
  if ARGV[arg + 4] ~= '1' and (contact == '' or field(contact, 'k') == 'stopped') then
    return '2', ''
  end
  if (tonumber(field(contact, 'x')) or 0) >= tonumber(ARGV[arg + 5]) then
    return '3', ''
  end
  local cost = tonumber(ARGV[arg + 6])
  if cost > 0 then
    local own = math.max(tonumber(call('GET', KEYS[key + 3]) or 0), now)
    if own - now > tonumber(ARGV[arg + 7]) then
      return '5', string.format('%.0f', own - now - tonumber(ARGV[arg + 7]))
    end
    call('SET', KEYS[key + 3], string.format('%.0f', own + cost), 'PX', math.ceil((own + cost - now) / 1000))
  end
  return '0', contact
end

local reply = {time[1], time[2], '0', '0'}
local spent = false
local key, arg = 3, 3
while key <= #KEYS do
  local pause = wait()
  if pause > 0 then
    reply[3] = string.format('%.0f', pause)
    break
  end
  local code, more = judge(key, arg)
  if code == '0' then
    call('SET', KEYS[key], ARGV[arg + 1], 'PX', ARGV[arg + 2])
    debit(bucket, tonumber(ARGV[arg + 3]), now)
    spent = true
    if bucket.probe > 0 then
      bucket.hold = now + bucket.probe
      reply[4] = '1'
    end
  end
  reply[#reply + 1] = code
  reply[#reply + 1] = more
  key, arg = key + 5, arg + 9
end
if spent then
  writeBucket(KEYS[1], bucket)
end
return reply
