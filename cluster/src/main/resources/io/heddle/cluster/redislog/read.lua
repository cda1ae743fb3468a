-- What is kept between two offsets, both of them part of it.
-- KEYS meta, stream
-- ARGV epoch, from, to, limit, bytes, 1 for newest first, size, time stamp of the oldest that counts
-- Gives epoch, head, oldest kept; then for each entry offset, time stamp, bytes. Of another epoch
-- there are no entries; of a room that is not known, nothing.
local function text(number)
  return string.format('%.0f', number)
end

local m = redis.call('HMGET', KEYS[1], 'e', 'h', 't')
if not m[1] then
  return {}
end
local head = tonumber(m[2])
local count = redis.call('XLEN', KEYS[2])
local size, since = tonumber(ARGV[7]), tonumber(ARGV[8])
local oldest = head - math.min(count, size) + 1
if tonumber(m[3]) < since then
  local young = false
  while oldest <= head and not young do
    for _, entry in ipairs(redis.call('XRANGE', KEYS[2], text(oldest), '+', 'COUNT', 16)) do
      if tonumber(entry[2][2]) >= since then
        young = true
        break
      end
      oldest = oldest + 1
    end
  end
end

local answer = {m[1], m[2], text(oldest)}
if m[1] ~= ARGV[1] then
  return answer
end
local from, to = math.max(tonumber(ARGV[2]), oldest), math.min(tonumber(ARGV[3]), head)
local left, bytes = tonumber(ARGV[4]), 0
local back = ARGV[6] == '1'
while from <= to and left > 0 do
  local page
  if back then
    page = redis.call('XREVRANGE', KEYS[2], text(to), text(from), 'COUNT', math.min(left, 16))
  else
    page = redis.call('XRANGE', KEYS[2], text(from), text(to), 'COUNT', math.min(left, 16))
  end
  if #page == 0 then
    return answer
  end
  for _, entry in ipairs(page) do
    bytes = bytes + tonumber(entry[2][4])
    if bytes > tonumber(ARGV[5]) and #answer > 3 then
      return answer
    end
    answer[#answer + 1] = string.match(entry[1], '^%d+')
    answer[#answer + 1] = entry[2][2]
    answer[#answer + 1] = entry[2][6]
    left = left - 1
  end
  if back then
    to = to - #page
  else
    from = from + #page
  end
end
return answer
