-- Adds drafts behind a head: all of them or none.
-- KEYS meta, stream, keys, keys by age
-- ARGV epoch, expected head, batch, now, size, ttl, bytes, key window, keys, milliseconds that the
--      meta lives; then for each draft its key or an empty text, the size of its data, its bytes
-- Gives 'done', offsets with commas between them (less than 0: a duplicate), keys that went early;
--    or 'fenced', epoch, head; or 'gone'
local function text(number)
  return string.format('%.0f', number)
end

local m = redis.call('HMGET', KEYS[1], 'e', 'h', 'l', 'r', 'b', 't')
if not m[1] then
  return {'gone'}
end
if m[3] == ARGV[3] then
  return {'done', m[4], 0}
end
if m[1] ~= ARGV[1] or m[2] ~= ARGV[2] then
  return {'fenced', m[1], m[2]}
end

local now = tonumber(ARGV[4])
local size, ttl, most = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local window, keys = tonumber(ARGV[8]), tonumber(ARGV[9])
local head, bytes, oldest_at = tonumber(m[2]), tonumber(m[5]), tonumber(m[6])
local count = redis.call('XLEN', KEYS[2])
if count == 0 then
  bytes = 0
  oldest_at = now
end

local function earlier(key)
  local seen = redis.call('HGET', KEYS[3], key)
  if seen then
    local offset, at = string.match(seen, '(%d+):(%d+)')
    if tonumber(at) >= now - window then
      return offset
    end
  end
end

local result = {}
local keyed = false
for i = 11, #ARGV, 3 do
  local key = ARGV[i]
  local first = key ~= '' and earlier(key)
  if first then
    result[#result + 1] = '-' .. first
  else
    head = head + 1
    count = count + 1
    bytes = bytes + tonumber(ARGV[i + 1])
    redis.call('XADD', KEYS[2], text(head) .. '-0', 'a', ARGV[4], 's', ARGV[i + 1], 'p', ARGV[i + 2])
    if key ~= '' then
      keyed = true
      redis.call('HSET', KEYS[3], key, text(head) .. ':' .. ARGV[4])
      redis.call('ZADD', KEYS[4], text(head), key)
    end
    result[#result + 1] = text(head)
  end
end

-- In steps, so that not each append trims; readers pass over what is beyond the size.
local since = now - ttl
if count > size + math.floor(size / 16) or bytes > most or oldest_at < since then
  local fits = false
  while count > 0 and not fits do
    local cut
    for _, entry in ipairs(redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 16)) do
      local at, length = tonumber(entry[2][2]), tonumber(entry[2][4])
      if count > size or (bytes > most and count > 1) or at < since then
        count = count - 1
        bytes = bytes - length
      else
        oldest_at = at
        cut = entry[1]
        fits = true
        break
      end
    end
    redis.call('XTRIM', KEYS[2], 'MINID', '=', cut or (text(head - count + 1) .. '-0'))
  end
end

local early = 0
if keyed then
  local beyond = redis.call('ZCARD', KEYS[4]) - keys
  if beyond > 0 then
    local gone = redis.call('ZPOPMIN', KEYS[4], beyond)
    for i = 1, #gone, 2 do
      if earlier(gone[i]) then
        early = early + 1
      end
      redis.call('HDEL', KEYS[3], gone[i])
    end
  end
  redis.call('PEXPIRE', KEYS[3], ARGV[8])
  redis.call('PEXPIRE', KEYS[4], ARGV[8])
end

local answer = table.concat(result, ',')
redis.call('HSET', KEYS[1], 'h', text(head), 'b', text(bytes), 't', text(oldest_at), 'l', ARGV[3],
  'r', answer)
redis.call('PEXPIRE', KEYS[1], ARGV[10])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return {'done', answer, early}
