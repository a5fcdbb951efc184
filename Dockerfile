FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt .
COPY LICENSE .
COPY THIRD-PARTY.md .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY bot bot
COPY handlers handlers
COPY knowledge knowledge
COPY store store
RUN python -m compileall -q bot handlers knowledge store
USER nobody
EXPOSE 8080
CMD ["python", "-m", "bot"]
