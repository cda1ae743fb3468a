-- Reads entries that nobody has read, where the reader's place is ours.
-- KEYS stream, reader
-- ARGV token, group, consumer, count
-- Gives 'lost'; or 'held', id behind which there is nothing yet, entries
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return {'lost'}
end
local read = redis.pcall('XREADGROUP', 'GROUP', ARGV[2], ARGV[3], 'COUNT', ARGV[4], 'STREAMS', KEYS[1], '>')
if read and read.err then
  if string.find(read.err, '^NOGROUP') then
    return {'lost'}
  end
  return read
end
if read and read[1] and #read[1][2] > 0 then
  return {'held', '', read[1][2]}
end
local info = redis.call('XINFO', 'STREAM', KEYS[1])
for i = 1, #info, 2 do
  if info[i] == 'last-generated-id' then
    return {'held', info[i + 1], {}}
  end
end
return redis.error_reply('ERR no last-generated-id')
